package dev.gosync.file;

import dev.gosync.adapter.Listing;
import java.util.Optional;

/** A format whose files are changed piece by piece, so that what is not changed keeps its bytes. */
interface EditableFormat extends Format {
    /**
     * Cuts the content of a file into pieces.
     *
     * @param content all its bytes
     * @return the pieces
     * @throws MalformedFile if they are not of this format
     */
    Pieces parse(byte[] content) throws MalformedFile;

    /** {@return the content of a file that holds nothing yet} */
    byte[] blank();

    /**
     * Says why a thing cannot be written so that reading gives it back.
     *
     * @param thing the thing
     * @return the reason, for the end of a sentence; empty where it can be written
     */
    Optional<String> refusal(String thing);

    @Override
    default Listing read(byte[] content) throws MalformedFile {
        return parse(content).listing();
    }
}
