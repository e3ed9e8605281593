//! The real binary against servers that misbehave.
