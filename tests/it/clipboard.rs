//! The ways of copying, by their bytes.
