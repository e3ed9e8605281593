//! The program: parses its arguments and hands over to the wizard or a command.

fn main() {}
