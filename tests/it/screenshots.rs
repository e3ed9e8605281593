//! The pictures in screenshots/.
