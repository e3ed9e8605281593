//! The key file and the last region.
