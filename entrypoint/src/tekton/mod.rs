//! The full protocol: a step as today's Tekton runs it (docs/tekton.md).

mod breakpoint;
mod cancel;
mod command;
mod compress;
mod conclude;
mod credentials;
pub(crate) mod debug;
pub(crate) mod decode_script;
pub mod earlier;
mod elsewhere;
mod json;
pub(crate) mod log;
mod lookup;
pub mod message;
mod outcome;
mod paths;
pub mod platform;
pub mod reference;
mod results;
mod running;
mod settings;
pub(crate) mod step_init;
pub mod substitute;
mod tee;
mod turn;
pub mod when;

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};

use crate::FAILURE;
use crate::args::Args;
use crate::post::Post;
use crate::secrets::secrets;
use crate::signals::Signals;
use command::Command;
use masks::Mask;
use outcome::Policy;
use settings::Settings;
use when::Expression;

/// The variable that names what the outputs of a step must not show.
const MASK: &str = "BATON_MASK";

/// A step: what it is told to do, and what it needs for that.
struct Step<'a> {
    args: &'a Args,
    settings: Settings,
    command: Command,
    when: Vec<Expression>,
    /// What its outputs must not show.
    mask: Option<Arc<Mask>>,
    signals: &'a Signals,
}

/// Runs the step in its turn and tells everybody how it ended; gives the exit code. `arguments` are its own.
pub fn run(args: &Args, arguments: Vec<OsString>) -> u8 {
    let post = Arc::new(Post::new(&args.classic.post_file));
    if let Some(exit) = post.recorded() {
        let file = args.classic.post_file.display();
        log::say(&format!("{file} is there: the step has ended before and does not run again"));
        return exit;
    }
    post.fail_on_panic();
    take_turn(args, arguments, &post).unwrap_or_else(|error| {
        log::complain(&format!("{error:#}"));
        let exit = if error.is::<Misused>() { MISUSED } else { FAILURE };
        post.record(exit);
        if let Err(error) = post.failed() {
            log::complain(&format!("{error:#}"));
        }
        exit
    })
}

/// The flags cannot be what anybody wants; Go's exit code for that.
#[derive(Debug, thiserror::Error)]
#[error("invalid flags")]
struct Misused;

const MISUSED: u8 = 2;

/// What fails here fails before the step has run, so that posting the failure is all that is left to do.
fn take_turn(args: &Args, arguments: Vec<OsString>, post: &Arc<Post>) -> Result<u8> {
    // Before any thread exists: a thread that does not block a signal would be the one to get it.
    let signals = Signals::block().context("cannot block signals")?;
    let name = Some(&args.classic.entrypoint).filter(|name| !name.is_empty());
    post.show_life(name.or(arguments.first()));
    let mut step = Step::prepare(args, arguments, &signals)?;
    let (end, started_at) = turn::take(&mut step, post)?;
    Ok(conclude::conclude(&step, &end, started_at, post))
}

impl<'a> Step<'a> {
    fn prepare(args: &'a Args, arguments: Vec<OsString>, signals: &'a Signals) -> Result<Self> {
        if args.tekton.enable_spire {
            bail!(
                "Error: SPIRE is disabled in this build, but enableSpire was set to true. Please recompile with \
                 SPIRE support."
            );
        }
        let settings = Settings::read(|name| env::var_os(name))?;
        credentials::initialize(&args.tekton.credentials).context(Misused)?;
        let mut command = Command::choose(&args.classic.entrypoint, arguments)?;
        let when = when::parse(&args.tekton.when_expressions)?;
        elsewhere::tell(&credentials::copy_home(), &mut command.environment);
        if let Some(metadata) = metadata(args) {
            for folder in ["results", "artifacts"] {
                let folder = metadata.join(folder);
                std::fs::create_dir_all(&folder)
                    .with_context(|| format!("cannot make folder {}", folder.display()))?;
            }
        }
        let mask = mask(&env::var_os(MASK).unwrap_or_default());
        Ok(Self { args, settings, command, when, mask, signals })
    }

    fn policy(&self) -> Policy {
        let flags = &self.args.tekton;
        Policy {
            continues: flags.on_error == "continue",
            breakpoint: flags.breakpoint_on_failure,
            codes: self.settings.codes,
        }
    }
}

/// The mask for what `list` names, if there is anything to mask; says what cannot be.
fn mask(list: &OsStr) -> Option<Arc<Mask>> {
    let secrets = secrets(list);
    for note in &secrets.notes {
        log::warn(&format!("{MASK}: {note}"));
    }
    Mask::new(secrets.values.iter().map(Vec::as_slice)).map(Arc::new)
}

/// Where what is told of the step is, if anywhere.
fn metadata(args: &Args) -> Option<&Path> {
    Some(Path::new(&args.tekton.step_metadata_dir)).filter(|folder| !folder.as_os_str().is_empty())
}

/// The step's own run folder, if it has one.
fn run_folder(args: &Args) -> Option<&Path> {
    Path::new(&args.classic.post_file).parent().filter(|folder| !folder.as_os_str().is_empty())
}
