//! The tests beside are all that is here.
