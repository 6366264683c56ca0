//! Enums whose values have names in the files, the ledger and JSON.

/// Gives an enum its names in files, ledger and JSON, both ways.
macro_rules! names {
    ($type:ident { $($variant:ident = $name:literal),* $(,)? }) => {
        impl $type {
            /// Every value with its name.
            pub const ALL: &'static [(&'static str, $type)] =
                &[$(($name, $type::$variant)),*];

            /// The name, as it is written in the files, the ledger and JSON.
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name),* }
            }

            /// The value of that name.
            pub fn from_name(name: &str) -> Option<$type> {
                $type::ALL.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}
pub(crate) use names;
