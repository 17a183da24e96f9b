//! What stands in the files: lines of words, which shrink as source code does.

use tests::Dice;

/// Words to choose from.
const WORDS: u64 = 800;

/// Lines that stand in many files.
const COMMON: u64 = 100;

/// The most lines of a file; the mean is a third of it, 200 lines or 7 kB, since small files are many.
const LINES: u64 = 600;

/// What every file begins with, as a license would.
const HEAD: &str =
    "// The same few words stand at the head of every file, and say who made it and what one may do.\n";

/// The file number `file` as the commit number `version` leaves it: one line is that commit's.
pub fn of(file: u64, version: u64) -> Vec<u8> {
    let mut dice = Dice::seeded(file * 2 + 1);
    // The first numbers from seeds close to one another are close, too.
    for _ in 0..20 {
        dice.below(2);
    }
    let lines = 1 + dice.below(LINES) * dice.below(LINES) * 4 / LINES / 3;
    let changed = version % lines;
    let mut text = HEAD.repeat(5);
    for line in 0..lines {
        text += &"    ".repeat(usize::try_from(dice.below(4)).unwrap_or(0));
        // Three of four lines are such as stand everywhere: text so made shrinks to a third, as source code does.
        match dice.below(4) {
            0 => line_of(&mut dice, &mut text),
            _ => line_of(&mut Dice::seeded(1 + dice.below(COMMON)), &mut text),
        }
        if version > 0 && line == changed {
            text += "changed by ";
            text += &version.to_string();
        }
        text.push('\n');
    }
    text.into_bytes()
}

/// Adds a line of two to seven words, of which some are more frequent than others.
fn line_of(dice: &mut Dice, text: &mut String) {
    for _ in 0..2 + dice.below(6) {
        word(dice.below(WORDS) * dice.below(WORDS) / WORDS, text);
    }
}

/// A large file of `size` bytes: text when its number is even, and else bytes that nothing makes smaller.
pub fn large(number: u64, size: usize) -> Vec<u8> {
    let mut dice = Dice::seeded(1_000_000 + number);
    if number % 2 == 1 {
        return (0..size / 8).flat_map(|_| dice.below(u64::MAX).to_le_bytes()).collect();
    }
    let mut text = String::with_capacity(size + 64);
    while text.len() < size {
        word(dice.below(WORDS), &mut text);
    }
    text.truncate(size);
    text.into_bytes()
}

/// Adds the word `number`, three to seven letters long, and what separates it from the next.
fn word(number: u64, text: &mut String) {
    let mut dice = Dice::seeded((number + 1) * 2_654_435_761);
    for _ in 0..3 + number % 5 {
        text.push(char::from(b'a' + u8::try_from(dice.below(26)).unwrap_or(0)));
    }
    text.push_str([" ", " ", " ", "(", "_", ".", ", ", ");"][usize::try_from(number % 8).unwrap_or(0)]);
}
