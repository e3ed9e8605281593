//! Random walks through the wizard.
