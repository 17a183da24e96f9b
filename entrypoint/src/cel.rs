//! Expressions in the Common Expression Language, as `when` has them.

use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use cel::extractors::This;
use cel::parser::PrattParser;
use cel::{Context, ExecutionError, Value};
use regex_lite::Regex;

/// How long an expression may be, in bytes: each operator of a chain such as `1+1+1` takes stack.
const LONGEST: usize = 4 * 1024;
/// Enough for those without optimisation, which takes most. Only what is used of it becomes memory.
const STACK: usize = 128 * 1024 * 1024;
/// How long an expression may take. One of that length takes milliseconds, even on a hundredth of a processor seconds,
/// unless it goes through lists in lists in lists.
const TIME: Duration = Duration::from_secs(20);

/// Whether `expression` holds. It stands for itself: there are no variables, since what it is about has been put into
/// its text.
///
/// # Errors
/// When it is no CEL, cannot be evaluated in time, or is not a boolean.
pub fn holds(expression: &str) -> Result<bool, String> {
    holds_within(TIME, expression)
}

fn holds_within(time: Duration, expression: &str) -> Result<bool, String> {
    if expression.len() > LONGEST {
        return Err(format!(
            "a CEL expression of {} bytes: at most {LONGEST} can be evaluated",
            expression.len()
        ));
    }
    let evaluated = Arc::new(OnceLock::new());
    let (own, tell, waiting) = (expression.to_owned(), Arc::clone(&evaluated), thread::current());
    let evaluate = move || {
        let _ = tell.set(evaluate(&own));
        waiting.unpark();
    };
    thread::Builder::new().stack_size(STACK).spawn(evaluate).map_err(|error| error.to_string())?;
    // The thread is not waited for: where it takes too long it ends with the process.
    let end = Instant::now() + time;
    loop {
        if let Some(evaluated) = evaluated.get() {
            return evaluated.clone();
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(format!("the CEL expression {expression} is not evaluated within {time:?}"));
        }
        thread::park_timeout(left);
    }
}

fn evaluate(expression: &str) -> Result<bool, String> {
    let parsed = PrattParser::new().parse(expression).map_err(|error| error.to_string())?;
    let mut context = Context::default();
    // The crate's own brings a large engine for regular expressions; CEL's are RE2's, of which this one knows all but
    // classes of Unicode.
    context.add_function("matches", matches).map_err(|error| error.to_string())?;
    match Value::resolve(&parsed, &context) {
        Ok(Value::Bool(holds)) => Ok(holds),
        Ok(_) => Err(format!("the CEL expression {expression} is not evaluated to a boolean")),
        Err(error) => Err(error.to_string()),
    }
}

/// CEL's `text.matches(pattern)`.
#[allow(clippy::needless_pass_by_value)] // the signature of a function that CEL calls
fn matches(This(text): This<Arc<String>>, pattern: Arc<String>) -> Result<bool, ExecutionError> {
    let pattern = Regex::new(&pattern).map_err(|error| ExecutionError::function_error("matches", error))?;
    Ok(pattern.is_match(&text))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{LONGEST, holds, holds_within};

    #[test]
    fn what_when_expressions_say() {
        for (expression, expected) in [
            ("'main' == 'main'", true),
            ("'main' in ['dev', 'main']", true),
            ("!('a' == 'a') || 2 > 1", true),
            ("1 + 2 * 3 == 7 && 7 % 4 == 3", true),
            ("1.5 < 2.0", true),
            ("'release-1.2'.startsWith('release-') && 'x.rs'.endsWith('.rs')", true),
            ("'abc'.contains('d')", false),
            ("size('äbc') == 3", true),
            ("'v1.20'.matches('^v[0-9]+\\\\.[0-9]+$')", true),
            ("'a' == 'b' ? false : true", true),
            ("{'a': 1, 'b': 2}['b'] == 2 && 'a' in {'a': 1}", true),
            ("[1, 2, 3].exists(x, x > 2) && [1, 2].all(x, x < 3)", true),
            ("[1, 2, 3].filter(x, x > 1).map(x, x * 2) == [4, 6]", true),
            ("int('42') == 42 && string(1) == '1'", true),
            ("has({'a': 1}.a)", true),
        ] {
            assert_eq!(holds(expression), Ok(expected), "{expression}");
        }
    }

    #[test]
    fn what_is_no_condition() {
        assert_eq!(holds("'main'").unwrap_err(), "the CEL expression 'main' is not evaluated to a boolean");
        for expression in
            ["", "1 +", "foo == 'a'", "1 / 0 == 1", "'a' < 1", "'a'.matches('(')", "nothing('a')"]
        {
            assert!(holds(expression).is_err(), "{expression}");
        }
    }

    #[test]
    fn deep_nesting_is_no_end() {
        for (before, after) in [
            ("(", ")"),
            ("!", ""),
            ("[", "]"),
            ("-", ""),
            ("1+", ""),
            ("true ? true : ", ""),
            ("size(", ")"),
            ("{1: ", "}"),
        ] {
            let times = (LONGEST - 4) / (before.len() + after.len());
            let deep = format!("{}true{}", before.repeat(times), after.repeat(times));
            let ended = holds(&deep);
            assert!(matches!(ended, Ok(true) | Err(_)), "{before}");
        }
        assert!(holds(&" ".repeat(LONGEST + 1)).is_err());
        assert_eq!(holds(&format!("true{}", " && true".repeat(400))), Ok(true));
        assert_eq!(holds(&format!("1{} == 401", " + 1".repeat(400))), Ok(true));
    }

    #[test]
    fn lists_in_lists_come_to_an_end() {
        let list = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
        let (before, after): (String, String) =
            (0..30).map(|depth| (format!("{list}.all(x{depth}, "), ")")).unzip();
        let deep = format!("{before}true{after}");
        let error = holds_within(Duration::from_millis(50), &deep).unwrap_err();
        assert!(error.ends_with("is not evaluated within 50ms"), "{error}");
    }
}
