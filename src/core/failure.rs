//! The words for everything that can go wrong.
