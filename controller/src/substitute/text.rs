//! Variables in one text.

use std::collections::BTreeMap;

/// What stands for what: `inputs.params.a` for its value.
pub(crate) type Values = BTreeMap<String, String>;

/// `text` with each `${KEY}` of a known key replaced, from left to right, in one pass. Everything else stays as it is.
pub(crate) fn replace(text: &str, values: &Values) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, variable)) = rest.split_once("${") {
        replaced.push_str(before);
        // No name of a variable holds the beginning of another one, so that nothing is looked at again and again.
        let (piece, _) = variable.split_once("${").unwrap_or((variable, ""));
        let known = piece.split_once('}').and_then(|(key, _)| Some((key, values.get(key)?)));
        rest = if let Some((key, value)) = known {
            replaced.push_str(value);
            &variable[key.len() + 1..]
        } else {
            replaced.push_str("${");
            variable
        };
    }
    replaced + rest
}

#[cfg(test)]
mod tests {
    use proptest::collection::btree_map;
    use proptest::prelude::*;

    use super::*;

    fn values(pairs: &[(&str, &str)]) -> Values {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn known_variables_are_replaced_and_all_else_stays() {
        let values = values(&[("inputs.params.a", "1"), ("inputs.params.b.c", "2")]);
        for (text, want) in [
            ("${inputs.params.a}-${inputs.params.b.c}", "1-2"),
            ("${inputs.params.A} ${HOME} $${inputs.params.a} ${", "${inputs.params.A} ${HOME} $1 ${"),
            ("${inputs.params.${inputs.params.a}}", "${inputs.params.1}"),
            ("$(inputs.params.a) ${inputs.params.a", "$(inputs.params.a) ${inputs.params.a"),
            ("${ inputs.params.a }", "${ inputs.params.a }"),
        ] {
            assert_eq!(replace(text, &values), want);
        }
    }

    #[test]
    fn a_value_is_not_looked_at_again() {
        let values = values(&[("a", "${b}"), ("b", "${a}")]);
        assert_eq!(replace("${a}${b}", &values), "${b}${a}");
        assert_eq!(replace("$${a}", &values_of("a", "{a}")), "${a}");
    }

    fn values_of(key: &str, value: &str) -> Values {
        values(&[(key, value)])
    }

    proptest! {
        #[test]
        fn text_without_variables_stays(text in "\\PC*", values in btree_map("[a-z.]{1,8}", "\\PC{0,8}", 0..4)) {
            prop_assume!(!text.contains("${"));
            prop_assert_eq!(replace(&text, &values), text);
        }

        #[test]
        fn a_known_variable_becomes_its_value(
            before in "[^$]*", after in "[^$]*", key in "inputs\\.params\\.[a-zA-Z_][a-zA-Z0-9_.-]{0,9}", value in "\\PC*"
        ) {
            let replaced = replace(&format!("{before}${{{key}}}{after}"), &values_of(&key, &value));
            prop_assert_eq!(replaced, format!("{before}{value}{after}"));
        }

        #[test]
        fn unknown_variables_stay(text in "(\\$\\{[a-z.]{0,6}\\}|\\$|\\{|[a-z])*") {
            prop_assert_eq!(replace(&text, &values_of("NOT.THERE", "x")), text);
        }

        #[test]
        fn one_pass_is_what_go_does_with_one_key(text in "([ab$]|\\$\\{|\\}|\\$\\{k\\})*", value in "[abk]*") {
            prop_assert_eq!(replace(&text, &values_of("k", &value)), text.replace("${k}", &value));
        }
    }
}
