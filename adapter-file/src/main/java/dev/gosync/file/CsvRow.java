package dev.gosync.file;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The current row of the reader of a CSV. It is the same object for all rows, to save memory. */
final class CsvRow extends CsvCallbackHandler<CsvRow> {
    private final int linesBefore;
    private @Nullable String[] cells = new @Nullable String[16];
    private boolean @Nullable [] kept;
    private int line;
    private int count;
    private boolean blank;
    private boolean empty;

    /**
     * Makes a row.
     *
     * @param linesBefore how many lines of the file the reader does not see
     */
    CsvRow(int linesBefore) {
        this.linesBefore = linesBefore;
        this.line = linesBefore + 1;
    }

    /** Keeps only the cells of these columns from now on. */
    void keepOnly(boolean[] columns) {
        kept = columns;
    }

    /** {@return the line in the file where this row begins} */
    int line() {
        return line;
    }

    int count() {
        return count;
    }

    /** {@return whether the line is blank} */
    boolean isBlank() {
        return blank;
    }

    /** {@return whether the line is blank, or no cell has text} */
    boolean isEmpty() {
        return blank || empty;
    }

    String cell(int column) {
        String cell = column < count ? cells[column] : null;
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
        line = linesBefore + Math.toIntExact(startingLineNumber);
        count = 0;
        blank = false;
        empty = true;
    }

    @Override
    protected void addField(char[] buffer, int offset, int length, boolean quoted) {
        for (int i = offset; empty && i < offset + length; i++) {
            empty = WhiteSpace.isSpace(buffer[i]);
        }
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
    protected CsvRow buildRecord() {
        return this;
    }
}
