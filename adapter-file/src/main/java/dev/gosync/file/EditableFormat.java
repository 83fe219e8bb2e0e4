package dev.gosync.file;

import dev.gosync.adapter.Listing;
import java.util.Optional;

/** A format whose files can be changed piece by piece. Pieces that are not changed keep their bytes. */
interface EditableFormat extends Format {
    /**
     * Splits the content of a file into pieces.
     *
     * @param content all its bytes
     * @return the pieces
     * @throws MalformedFileException if the content does not have this format
     */
    Pieces parse(byte[] content) throws MalformedFileException;

    /** {@return the content of a new file without things} */
    byte[] blank();

    /**
     * Says why a thing cannot be written. Such a thing would be different when the file is read again.
     *
     * @param thing the thing
     * @return the reason, for the end of a sentence; empty if the thing can be written
     */
    Optional<String> refusal(String thing);

    @Override
    default Listing read(byte[] content) throws MalformedFileException {
        return parse(content).listing();
    }
}
