//! `$(NAME)` in env values, commands and arguments, as Kubernetes expands it.

use std::collections::BTreeMap;

/// Replaces `$(NAME)` by what `env` has for NAME; an unknown name stays as written, and `$$` stands for one
/// `$` that starts no reference.
pub fn expand(text: &str, env: &BTreeMap<String, String>) -> String {
    let mut done = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        let (before, from) = rest.split_at(at);
        done.push_str(before);
        let end = from.find(')');
        rest = match (from.as_bytes().get(1), end) {
            (Some(b'$'), _) => {
                done.push('$');
                &from[2..]
            }
            (Some(b'('), Some(end)) => {
                let value = env.get(&from[2..end]).map_or(&from[..=end], String::as_str);
                done.push_str(value);
                &from[end + 1..]
            }
            _ => {
                done.push('$');
                &from[1..]
            }
        };
    }
    done.push_str(rest);
    done
}

#[cfg(test)]
mod tests {
    #[test]
    fn expands_as_kubernetes_does() {
        let env = [("A", "a"), ("B", "$(A)")].map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        for (text, expected) in [
            ("$(A)-$(A)", "a-a"),
            ("$(B)", "$(A)"), // values are not looked at again
            ("$(NONE)", "$(NONE)"),
            ("$$(A)", "$(A)"),
            ("$$$(A)", "$a"),
            ("$A $", "$A $"),
            ("$(A", "$(A"),
            ("", ""),
            ("é$(A)é", "éaé"),
        ] {
            assert_eq!(super::expand(text, &env), expected, "{text}");
        }
    }
}
