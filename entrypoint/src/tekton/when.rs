//! Whether the step is to run at all: `-when_expressions`.

use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;

use super::json;

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// What is looked for in the values.
    pub input: String,
    /// `in`; anything else means not in.
    pub operator: String,
    /// Where it is looked for.
    pub values: Vec<String>,
    /// A condition in CEL, in place of the others; empty for none.
    pub cel: String,
}

/// Reads a JSON list of conditions; empty text is an empty list.
///
/// # Errors
/// It is none.
pub fn parse(text: &str) -> Result<Vec<Expression>> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let list = match json::read(text.as_bytes()).context("-when_expressions")? {
        Value::Null => return Ok(Vec::new()),
        Value::Array(list) => list,
        other => bail!("-when_expressions: expected a list, not {}", json::write(&other)),
    };
    list.iter().map(expression).collect::<Result<_>>().context("-when_expressions")
}

fn expression(value: &Value) -> Result<Expression> {
    let object =
        value.as_object().ok_or_else(|| anyhow!("expected an object, not {}", json::write(value)))?;
    let text = |name: &str| match object.get(name) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(other) => Err(anyhow!("{name}: expected a string, not {}", json::write(other))),
    };
    let values = match object.get("values") {
        None | Some(Value::Null) => Vec::new(),
        Some(values) => json::strings(values).ok_or_else(|| anyhow!("values: expected a list of strings"))?,
    };
    Ok(Expression { input: text("input")?, operator: text("operator")?, values, cel: text("cel")? })
}

/// Whether all of `expressions` hold. Those in CEL come first.
///
/// # Errors
/// One in CEL cannot be evaluated, or is no condition.
pub fn met(expressions: &[Expression]) -> Result<bool> {
    for Expression { cel, .. } in expressions.iter().filter(|expression| !expression.cel.is_empty()) {
        if !evaluate(cel)? {
            return Ok(false);
        }
    }
    let holds = |when: &Expression| when.values.contains(&when.input) == (when.operator == "in");
    Ok(expressions.iter().filter(|expression| expression.cel.is_empty()).all(holds))
}

#[cfg(feature = "cel")]
fn evaluate(expression: &str) -> Result<bool> {
    crate::cel::holds(expression).map_err(|why| anyhow!(why))
}

#[cfg(not(feature = "cel"))]
fn evaluate(expression: &str) -> Result<bool> {
    bail!("the CEL expression {expression} cannot be evaluated: this build knows in and notin alone")
}
