package dev.gosync.file;

/** How a file contains documents: YAML, JSON, or JSON lines. Immutable, and does no I/O. */
interface TreeSyntax {
    /** Takes one document. */
    @FunctionalInterface
    interface Visitor {
        void document(TreeValue document) throws MalformedFileException;
    }

    /**
     * Parses the documents of a file.
     *
     * @param content the bytes of the file, in UTF-8
     * @param keys the keys that may be asked for; others may be left out
     * @param visitor takes each document, in the order of the file
     * @throws MalformedFileException if the content does not have this syntax, or the visitor throws it
     */
    void parse(byte[] content, KeyTree keys, Visitor visitor) throws MalformedFileException;

    /** {@return whether each document is an item of one list} */
    default boolean isListOfDocuments() {
        return false;
    }
}
