//! The API client against real HTTP on loopback.
