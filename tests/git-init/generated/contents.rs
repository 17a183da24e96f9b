//! Contents of files by chance: of all sizes, and many that are like others, of which packs make chains of deltas.

use tests::Dice;

/// What `edited` takes up again is no longer than this.
const EDITABLE: usize = 100_000;

/// Contents of one repository.
pub struct Contents {
    /// Those that others are made of.
    known: Vec<Vec<u8>>,
    /// Whether some have the line ends that `.gitattributes` would change.
    carriage_returns: bool,
    /// How many large ones may still come.
    large: u64,
}

impl Contents {
    pub fn new(carriage_returns: bool, large: u64) -> Self {
        Self { known: Vec::new(), carriage_returns, large }
    }

    /// The next one.
    pub fn next(&mut self, dice: &mut Dice) -> Vec<u8> {
        let content = match dice.below(20) {
            0 => Vec::new(),
            1 => vec![0; dice.index(70_000)],
            2 => noise(dice, 8000),
            3 if self.large > 0 && dice.one_in(4) => {
                self.large -= 1;
                self.large_one(dice)
            }
            4..10 => self.text(dice),
            _ if self.known.is_empty() => self.text(dice),
            _ => self.edited(dice),
        };
        let content = with_few_keywords(content);
        if !content.is_empty() && content.len() < EDITABLE {
            self.known.push(content.clone());
        }
        content
    }

    /// From 1 to 3 MB, of bytes that deflate well and of those that do not.
    fn large_one(&self, dice: &mut Dice) -> Vec<u8> {
        let piece = if dice.one_in(2) { noise(dice, 60_000) } else { self.text(dice) };
        let length = (1 + dice.index(2)) * 1_000_000 + dice.index(1_000_000);
        if piece.is_empty() { vec![b'x'; length] } else { piece.into_iter().cycle().take(length).collect() }
    }

    fn text(&self, dice: &mut Dice) -> Vec<u8> {
        let end: &[u8] = if self.carriage_returns && dice.one_in(4) { b"\r\n" } else { b"\n" };
        let mut text = Vec::new();
        let most = if dice.one_in(6) { 2000 } else { 60 };
        for _ in 0..dice.below(most) {
            for _ in 0..dice.below(8) {
                text.extend(*dice.pick(&[
                    &b"let "[..],
                    b"the ",
                    b"$Id$ ",
                    b"    ",
                    b"fn main() ",
                    b"caf\xc3\xa9 ",
                ]));
            }
            text.extend(dice.below(1000).to_string().into_bytes());
            text.extend(end);
        }
        if dice.one_in(4) {
            text.extend(b"no line end");
        }
        text
    }

    /// One that is there, with some bytes replaced, moved, or repeated.
    fn edited(&self, dice: &mut Dice) -> Vec<u8> {
        let mut content = dice.pick(&self.known).clone();
        for _ in 0..=dice.below(3) {
            let (from, to) = (dice.index(content.len() + 1), dice.index(content.len() + 1));
            let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 3000));
            let piece = content[from..to].to_vec();
            let other = dice.pick(&self.known);
            let new = match dice.below(4) {
                0 => Vec::new(),
                1 => [&piece[..], &piece].concat(),
                2 => dice.below(1_000_000).to_string().into_bytes(),
                _ => other[dice.index(other.len())..].iter().copied().take(2000).collect(),
            };
            content.splice(from..to, new);
        }
        content.truncate(EDITABLE);
        content
    }
}

/// The same with one `$Id$` at most, and none where it may not be text. Where `ident` is set libgit2 fills in the first
/// one, none of what it takes for binary, and what only begins like one; git fills in all of them and nothing else.
fn with_few_keywords(mut content: Vec<u8>) -> Vec<u8> {
    let binary = content.iter().any(|byte| byte.is_ascii_control() && !b"\r\n".contains(byte));
    let dollars: Vec<_> = content.windows(3).enumerate().filter(|(_, three)| *three == b"$Id").collect();
    let first = dollars.first().map(|(at, _)| *at).filter(|at| !binary && content.get(at + 3) == Some(&b'$'));
    for at in dollars.into_iter().map(|(at, _)| at).filter(|at| Some(*at) != first).collect::<Vec<_>>() {
        content[at] = b'S';
    }
    content
}

/// Up to `longest` bytes that nothing makes shorter.
fn noise(dice: &mut Dice, longest: usize) -> Vec<u8> {
    (0..dice.index(longest))
        .map(|_| u8::try_from(dice.below(256)).unwrap())
        .filter(|&byte| byte != b'\r')
        .collect()
}
