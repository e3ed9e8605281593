//! The documents that are generated: README, diagram, help.
