//! Aligned columns.

/// What stands between two columns.
const GAP: usize = 2;

/// No column is cut below this.
const NARROW: usize = 8;

/// The width of a terminal that does not tell it.
const USUAL: usize = 80;

/// The width of the terminal, in columns.
pub(super) fn terminal_width() -> usize {
    terminal_size::terminal_size().map_or(USUAL, |(width, _)| usize::from(width.0))
}

/// Rows with aligned columns; the widest columns are cut where a width is given and they do not fit.
pub(super) fn table(rows: &[Vec<String>], width: Option<usize>) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or_default();
    let mut widths: Vec<usize> = (0..count)
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or_default()
        })
        .collect();
    if let Some(width) = width {
        shrink(
            &mut widths,
            width.saturating_sub(GAP * count.saturating_sub(1)),
        );
    }
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths);
        let line: Vec<String> = cells
            .map(|(cell, width)| format!("{:width$}", cut(cell, *width), width = *width))
            .collect();
        text.push_str(line.join(&" ".repeat(GAP)).trim_end());
        text.push('\n');
    }
    text
}

/// Takes from the widest columns until all fit, or are narrow.
fn shrink(widths: &mut [usize], room: usize) {
    while widths.iter().sum::<usize>() > room {
        let Some(widest) = widths.iter_mut().max().filter(|width| **width > NARROW) else {
            return;
        };
        *widest -= 1;
    }
}

fn cut(cell: &str, width: usize) -> String {
    if cell.chars().count() <= width {
        return cell.to_owned();
    }
    let mut short: String = cell.chars().take(width.saturating_sub(1)).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::table;

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        let row = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
        rows.iter().map(row).collect()
    }

    #[test]
    fn columns_are_aligned() {
        let rows = rows(&[&["GET", "/pets", "a"], &["DELETE", "/", "b"]]);
        assert_eq!(table(&rows, None), "GET     /pets  a\nDELETE  /      b\n");
        assert_eq!(table(&[], Some(80)), "");
    }

    #[test]
    fn the_widest_columns_are_cut_to_the_width() {
        let rows = rows(&[&["GET", "/pets/{id}/owners", "client.pets().owners(id)"]]);
        let text = table(&rows, Some(30));
        assert_eq!(text, "GET  /pets/{id}/…  client.pet…\n");
        assert!(text.trim_end().chars().count() <= 30);
        // There is an end to it.
        assert!(table(&rows, Some(0)).starts_with("GET  /pets/"));
    }
}
