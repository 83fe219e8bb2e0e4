package dev.gosync.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.gosync.adapter.ConfigException.Fault;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * CSV with a header.
 *
 * @param column the column with the things
 * @param where which rows are selected, by their values in other columns
 * @param separator the character between two cells; by default the one that the first line names, or a comma
 * @param layout where the header and the rows are
 */
record CsvFormat(String column, Where where, Optional<Character> separator, Layout layout) implements EditableFormat {
    private static final int UNKNOWN = -1;

    /**
     * Where the header and the rows are.
     *
     * @param headerRow the line of the header; 0 for the first line that is not blank
     * @param untilBlank whether the rows end at the first blank row
     * @param shortRows whether a row may have fewer cells than the header
     */
    record Layout(int headerRow, boolean untilBlank, boolean shortRows) {
        static final Layout SIMPLE = new Layout(0, false, false);
    }

    CsvFormat {
        column = WhiteSpace.visible(column);
        if (column.isEmpty()) {
            throw new IllegalArgumentException("column must not be blank");
        }
        if (where.on(column).isPresent()) {
            throw new IllegalArgumentException("where must not contain '" + column + "', the column with the members");
        }
        separator.ifPresent(cell -> {
            if (cell == '"' || cell == '\n' || cell == '\r') {
                throw new IllegalArgumentException("separator must not be a quote or a line break");
            }
        });
        if (layout.headerRow < 0) {
            throw new IllegalArgumentException("the row of the header must be positive");
        }
    }

    static CsvFormat of(String column) {
        return new CsvFormat(column, Where.ALL, Optional.empty(), Layout.SIMPLE);
    }

    CsvFormat with(Where changed) {
        return new CsvFormat(column, changed, separator, layout);
    }

    CsvFormat with(char changed) {
        return new CsvFormat(column, where, Optional.of(changed), layout);
    }

    CsvFormat with(Layout changed) {
        return new CsvFormat(column, where, separator, changed);
    }

    @Override
    public String part() {
        return where.after("column " + column);
    }

    @Override
    public byte[] blank() {
        List<String> header = new ArrayList<>(List.of(column));
        where.conditions().forEach(condition -> header.add(condition.name()));
        String row = written(header.toArray(String[]::new), separator.orElse(','));
        return ("\n".repeat(Math.max(0, layout.headerRow - 1)) + row + "\n").getBytes(UTF_8);
    }

    @Override
    public Optional<String> refusal(String thing) {
        // A reader takes a carriage return without a line feed for a line feed.
        return thing.indexOf('\r') >= 0 ? Optional.of("it contains a carriage return") : WhiteSpace.refusal(thing);
    }

    @Override
    public Pieces parse(byte[] bytes) throws MalformedFileException {
        CsvText text = CsvText.of(bytes);
        Rows rows = new Rows(text, separator(text));
        Pieces.Builder pieces = new Pieces.Builder(bytes);
        if (rows.firstLine > 1) {
            pieces.add(text.start(1), null);
        }
        Where.Selection selection = where.selection();
        HiddenDifferences hidden = new HiddenDifferences();
        int[] emptyCells = {0};
        Header header = rows.read(new RowVisitor() {
            @Override
            public void header(CsvRow row, Header header) {
                header.note(row, hidden);
            }

            @Override
            public void other(int line) {
                pieces.add(text.start(line), null);
            }

            @Override
            public void row(CsvRow row, Header header) {
                @Nullable String thing = null;
                if (header.selects(row, selection, hidden)) {
                    selection.select();
                    thing = row.cell(header.column);
                    if (thing.isEmpty()) {
                        thing = null;
                        emptyCells[0]++;
                    }
                }
                pieces.add(text.start(row.line()), thing, row.line());
            }

            @Override
            public void end(int line) {
                pieces.end(text.start(line));
            }
        });
        Map<String, Integer> leftOut = new LinkedHashMap<>();
        if (emptyCells[0] > 0) {
            leftOut.put("empty cell", emptyCells[0]);
        }
        if (selection.isSuspicious()) {
            leftOut.putAll(hint(rows));
        }
        return pieces.build(leftOut, hidden.warnings(), thing -> written(header.newRow(thing), rows.separator));
    }

    private Map<String, Integer> hint(Rows rows) throws MalformedFileException {
        WhereHint hint = new WhereHint(where);
        rows.read((row, header) -> hint.see(header.values(row)));
        return hint.leftOut();
    }

    private char separator(CsvText text) throws MalformedFileException {
        Optional<Character> named = text.separator();
        if (named.isPresent() && separator.isPresent() && !named.equals(separator)) {
            throw MalformedFileException.at(
                    1,
                    "it names the separator '" + named.get() + "', but the configured separator is '" + separator.get()
                            + "'",
                    "Remove separator from the configuration, or correct the line.");
        }
        return separator.or(() -> named).orElse(',');
    }

    /** Takes the rows in the order of the file. */
    @FunctionalInterface
    @SuppressWarnings("UnusedVariable") // the parameters of empty methods
    private interface RowVisitor {
        void row(CsvRow row, Header header);

        default void header(CsvRow row, Header header) {}

        /** A blank line, or the header. */
        default void other(int line) {}

        /** The rows end before this line, although the file does not. */
        default void end(int line) {}
    }

    /** The rows of a file, from the header to the last. */
    private final class Rows {
        private final CsvText text;
        private final char separator;
        private final int firstLine;

        Rows(CsvText text, char separator) throws MalformedFileException {
            this.text = text;
            this.separator = separator;
            this.firstLine =
                    layout.headerRow > 0 ? layout.headerRow : text.separator().isPresent() ? 2 : 1;
            if (firstLine > text.lines()) {
                throw noHeader(firstLine, "the file ends before");
            }
        }

        Header read(RowVisitor visitor) throws MalformedFileException {
            CsvRow current = new CsvRow(firstLine - 1);
            @Nullable Header header = null;
            int blankLine = 0;
            try (CsvReader<CsvRow> reader = CsvReader.builder()
                    .fieldSeparator(separator)
                    .skipEmptyLines(false)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE) // checked below, with the line
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .allowUnclosedQuote(false)
                    .build(current, new StringReader(text.from(firstLine)))) {
                for (CsvRow row : reader) {
                    if (header == null) {
                        if (!row.isBlank()) {
                            header = header(row);
                            visitor.header(row, header);
                            row.keepOnly(header.used());
                        } else if (layout.headerRow > 0) {
                            throw noHeader(row.line(), "the line is blank");
                        }
                        visitor.other(row.line());
                    } else if (layout.untilBlank && row.isEmpty()) {
                        visitor.end(row.line());
                        break;
                    } else if (row.isBlank()) {
                        blankLine = row.line();
                        visitor.other(row.line());
                    } else {
                        header.check(row, layout, blankLine);
                        visitor.row(row, header);
                    }
                }
            } catch (CsvParseException e) {
                Throwable reason = e.getCause() == null ? e : e.getCause();
                throw MalformedFileException.at(current.line(), "invalid CSV: " + reason.getMessage());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (header == null) {
                if (layout.headerRow > 0) {
                    throw noHeader(layout.headerRow, "the file ends here");
                }
                throw MalformedFileException.at(
                        1, "the header is missing", "Add a header with the column " + column + ".");
            }
            return header;
        }

        private MalformedFileException noHeader(int line, String problem) {
            OptionalInt found = text.lineWith(column, separator);
            return MalformedFileException.at(
                    line,
                    problem + ", but header-row says that the header is here",
                    found.isPresent()
                            ? "Set header-row: " + found.getAsInt() + ", the line with the column " + column + "."
                            : "Correct header-row in the configuration.");
        }

        private Header header(CsvRow row) throws MalformedFileException {
            String[] names = row.cells();
            int things = indexOf(column, names, row.line());
            List<Integer> conditions = new ArrayList<>();
            for (Where.Condition condition : where.conditions()) {
                conditions.add(indexOf(condition.name(), names, row.line()));
            }
            return new Header(
                    names.length,
                    things,
                    where.conditions(),
                    conditions.stream().mapToInt(Integer::intValue).toArray());
        }

        private int indexOf(String name, String[] names, int line) throws MalformedFileException {
            int found = UNKNOWN;
            for (int i = 0; i < names.length; i++) {
                if (names[i].equals(name)) {
                    if (found != UNKNOWN) {
                        throw MalformedFileException.at(
                                line, "two columns have the name '" + name + "'", "Give each column a different name.");
                    }
                    found = i;
                }
            }
            if (found == UNKNOWN) {
                throw MalformedFileException.at(
                        line,
                        "there is no column '" + name + "'" + Fault.hint(name, List.of(names)),
                        remedy(name, names, line));
            }
            return found;
        }

        private String remedy(String name, String[] names, int line) {
            OptionalInt elsewhere = text.lineWith(name, separator);
            if (elsewhere.isPresent() && elsewhere.getAsInt() != line) {
                return "Line " + elsewhere.getAsInt() + " has this column. If it is the header, set header-row: "
                        + elsewhere.getAsInt() + ".";
            }
            String oneCell = names.length == 1 && (names[0].indexOf(';') >= 0 || names[0].indexOf('\t') >= 0)
                    ? " If the cells are not separated by '" + separator + "', set separator."
                    : "";
            return "Correct the column in the configuration or in the header." + oneCell;
        }
    }

    /**
     * The positions of the columns that this format uses.
     *
     * @param cells the number of columns
     * @param column the position of the column with the things
     * @param conditions what selects a row
     * @param columns the positions of the columns of the conditions
     */
    @SuppressWarnings("ArrayRecordComponent") // private, and never compared
    private record Header(int cells, int column, List<Where.Condition> conditions, int[] columns) {
        boolean[] used() {
            boolean[] used = new boolean[cells];
            used[column] = true;
            for (int condition : columns) {
                used[condition] = true;
            }
            return used;
        }

        void check(CsvRow row, Layout layout, int blankLine) throws MalformedFileException {
            if (row.count() == cells || (layout.shortRows && row.count() < cells)) {
                return;
            }
            String remedy = blankLine > 0
                    ? "Correct the line. If the rows end at the blank line " + blankLine + ", set until-blank: true."
                    : row.count() < cells
                            ? "Correct the line. If the program that wrote the file leaves out empty cells at the end of a"
                                    + " row, set short-rows: true."
                            : "Correct the line; nothing was changed.";
            throw MalformedFileException.at(
                    row.line(), "the row has " + row.count() + " cells, but the header has " + cells, remedy);
        }

        /** Notes the names of columns that only look like those of the configuration. */
        void note(CsvRow row, HiddenDifferences hidden) {
            for (int used = 0; used < cells; used++) {
                boolean isUsed = used == column;
                for (int condition : columns) {
                    isUsed |= used == condition;
                }
                String name = row.cell(used);
                if (isUsed && name.length() != WhiteSpace.visible(name).length()) {
                    hidden.column(name, row.line());
                }
            }
        }

        boolean selects(CsvRow row, Where.Selection selection, HiddenDifferences hidden) {
            boolean holds = true;
            for (int i = 0; i < columns.length && (holds || !selection.knowsAllValues()); i++) {
                String cell = row.cell(columns[i]);
                String value = WhiteSpace.visible(cell);
                holds &= selection.holds(i, value);
                if (conditions.get(i).differsInvisibly(cell, value)) {
                    hidden.value(conditions.get(i), cell, row.line());
                }
            }
            return holds;
        }

        List<List<String>> values(CsvRow row) {
            return Arrays.stream(columns)
                    .mapToObj(column -> List.of(WhiteSpace.visible(row.cell(column))))
                    .toList();
        }

        String[] newRow(String thing) {
            String[] row = new String[cells];
            Arrays.fill(row, "");
            row[column] = thing;
            for (int i = 0; i < columns.length; i++) {
                row[columns[i]] = conditions.get(i).valueOfNewRow();
            }
            return row;
        }
    }

    private static String written(String[] cells, char separator) {
        StringWriter row = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder()
                .fieldSeparator(separator)
                .lineDelimiter(LineDelimiter.LF)
                .bufferSize(0)
                .build(row)) {
            writer.writeRecord(cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return row.getBuffer().substring(0, row.getBuffer().length() - 1);
    }
}
