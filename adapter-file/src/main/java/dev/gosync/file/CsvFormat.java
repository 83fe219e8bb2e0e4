package dev.gosync.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.gosync.adapter.ConfigException.Fault;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * CSV with a header.
 *
 * @param column the column with the things
 * @param where the values that a selected row has in other columns, by column. White space at both ends and invisible
 *     characters are ignored.
 * @param separator the character between two cells
 */
record CsvFormat(String column, Map<String, String> where, char separator) implements EditableFormat {
    private static final int UNKNOWN = -1;

    CsvFormat {
        column = WhiteSpace.visible(column);
        Map<String, String> stripped = new LinkedHashMap<>();
        where.forEach((name, value) -> stripped.put(WhiteSpace.visible(name), WhiteSpace.strip(value)));
        where = Collections.unmodifiableMap(stripped);
        if (column.isEmpty()) {
            throw new IllegalArgumentException("column must not be blank");
        }
        if (where.containsKey(column)) {
            throw new IllegalArgumentException("where must not contain '" + column + "', the column with the things");
        }
        if (separator == '"' || separator == '\n' || separator == '\r') {
            throw new IllegalArgumentException("separator must not be a quote or a line break");
        }
    }

    @Override
    public String part() {
        // The order of the conditions in the configuration does not change the name.
        String conditions = new TreeMap<>(where)
                .entrySet().stream()
                        .map(condition -> condition.getKey() + "=" + WhiteSpace.visible(condition.getValue()))
                        .collect(Collectors.joining(", "));
        return "column " + column + (conditions.isEmpty() ? "" : " where " + conditions);
    }

    @Override
    public byte[] blank() {
        List<String> header = new ArrayList<>(List.of(column));
        header.addAll(where.keySet());
        return (written(header.toArray(String[]::new)) + "\n").getBytes(UTF_8);
    }

    @Override
    public Optional<String> refusal(String thing) {
        // A reader takes a carriage return without a line feed for a line feed.
        return thing.indexOf('\r') >= 0 ? Optional.of("it contains a carriage return") : WhiteSpace.refusal(thing);
    }

    @Override
    public Pieces parse(byte[] bytes) throws MalformedFileException {
        String text = Utf8.decode(bytes);
        int[] lineStarts = lineStarts(bytes);
        Pieces.Builder pieces = new Pieces.Builder(bytes);
        Row row = new Row();
        @Nullable Header header = null;
        int emptyCells = 0;
        try (CsvReader<Row> reader = CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(false)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE) // checked below, with the line
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .build(row, new StringReader(withoutLoneCarriageReturns(text)))) {
            for (Row next : reader) {
                @Nullable String thing = null;
                if (!next.blank) {
                    if (header == null) {
                        header = header(next.cells(), next.line);
                        next.keepOnly(header);
                    } else {
                        header.check(next);
                        if (header.selects(next)) {
                            thing = next.cell(header.column);
                            if (thing.isEmpty()) {
                                thing = null;
                                emptyCells++;
                            }
                        }
                    }
                }
                pieces.add(lineStarts[next.line - 1], thing, next.line);
            }
        } catch (CsvParseException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw MalformedFileException.at(row.line, "invalid CSV: " + reason.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (header == null) {
            throw MalformedFileException.at(1, "the header is missing", "Add a header with the column " + column + ".");
        }
        Header found = header;
        return pieces.build(
                emptyCells == 0 ? Map.of() : Map.of("empty cell", emptyCells), thing -> written(found.newRow(thing)));
    }

    private Header header(String[] names, int line) throws MalformedFileException {
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<String, String> condition : where.entrySet()) {
            conditions.add(new Condition(
                    indexOf(condition.getKey(), names, line),
                    condition.getValue(),
                    WhiteSpace.visible(condition.getValue())));
        }
        return new Header(names.length, indexOf(column, names, line), conditions);
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
            String oneCell = names.length == 1 && (names[0].indexOf(';') >= 0 || names[0].indexOf('\t') >= 0)
                    ? " If the cells are not separated by '" + separator + "', set separator."
                    : "";
            throw MalformedFileException.at(
                    line,
                    "the column "
                            + Fault.unknownValue("column", name, List.of(names)).problem(),
                    "Correct the column in the configuration or in the header." + oneCell);
        }
        return found;
    }

    /**
     * The value that a selected row has in another column.
     *
     * @param value the value for new rows
     * @param visible the value for comparisons, without invisible characters
     */
    private record Condition(int column, String value, String visible) {}

    /**
     * The positions of the columns that this format uses.
     *
     * @param cells the number of columns
     * @param column the position of the column with the things
     */
    private record Header(int cells, int column, List<Condition> conditions) {
        void check(Row row) throws MalformedFileException {
            if (row.count != cells) {
                throw MalformedFileException.at(
                        row.line, "the row has " + row.count + " cells, but the header has " + cells);
            }
        }

        boolean selects(Row row) {
            for (Condition condition : conditions) {
                if (!WhiteSpace.visible(row.cell(condition.column)).equals(condition.visible)) {
                    return false;
                }
            }
            return true;
        }

        String[] newRow(String thing) {
            String[] row = new String[cells];
            Arrays.fill(row, "");
            row[column] = thing;
            conditions.forEach(condition -> row[condition.column] = condition.value);
            return row;
        }
    }

    /** The current row of the reader. It is the same object for all rows, to save memory. */
    private static final class Row extends CsvCallbackHandler<Row> {
        private @Nullable String[] cells = new @Nullable String[16];
        private boolean @Nullable [] kept;
        private int line = 1;
        private int count;
        private boolean blank;

        void keepOnly(Header header) {
            boolean[] columns = new boolean[header.cells];
            columns[header.column] = true;
            header.conditions.forEach(condition -> columns[condition.column] = true);
            kept = columns;
        }

        String cell(int column) {
            String cell = cells[column];
            return cell == null ? "" : WhiteSpace.strip(cell);
        }

        String[] cells() {
            String[] all = new String[count];
            for (int i = 0; i < count; i++) {
                all[i] = WhiteSpace.visible(cell(i));
            }
            return all;
        }

        @Override
        protected RecordType getRecordType() {
            return blank ? RecordType.EMPTY : RecordType.DATA;
        }

        @Override
        protected int getFieldCount() {
            return count;
        }

        @Override
        protected void beginRecord(long startingLineNumber) {
            line = Math.toIntExact(startingLineNumber);
            count = 0;
            blank = false;
        }

        @Override
        protected void addField(char[] buffer, int offset, int length, boolean quoted) {
            if (kept == null || (count < kept.length && kept[count])) {
                if (count == cells.length) {
                    cells = Arrays.copyOf(cells, count * 2);
                }
                cells[count] = new String(buffer, offset, length);
            }
            count++;
        }

        @Override
        protected void setComment(char[] buffer, int offset, int length) {
            throw new IllegalStateException("this CSV has no comments");
        }

        @Override
        protected void setEmpty() {
            blank = true;
        }

        @Override
        protected Row buildRecord() {
            return this;
        }
    }

    private String written(String[] cells) {
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

    /**
     * Replaces carriage returns without a line feed by line feeds. FastCSV counts lines wrong if a quoted cell contains
     * both. Outside of quotes, both end a row, so the rows stay the same.
     */
    private static String withoutLoneCarriageReturns(String text) {
        int at = text.indexOf('\r');
        if (at < 0) {
            return text;
        }
        StringBuilder replaced = new StringBuilder(text);
        for (; at >= 0; at = text.indexOf('\r', at + 1)) {
            if (at + 1 == text.length() || text.charAt(at + 1) != '\n') {
                replaced.setCharAt(at, '\n');
            }
        }
        return replaced.toString();
    }

    private static int[] lineStarts(byte[] bytes) {
        int[] starts = new int[bytes.length / 32 + 16];
        int count = 0;
        starts[count++] = Utf8.markLength(bytes);
        for (int i = starts[0]; i < bytes.length; i++) {
            boolean lineFeedFollows = i + 1 < bytes.length && bytes[i + 1] == '\n';
            boolean ends = bytes[i] == '\n' || (bytes[i] == '\r' && !lineFeedFollows);
            if (ends) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                }
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }
}
