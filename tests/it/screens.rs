//! Every screen, as a styled snapshot.
