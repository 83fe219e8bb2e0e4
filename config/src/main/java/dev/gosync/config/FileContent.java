package dev.gosync.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads whole text files up to a limit, so that a file without an end, such as {@code /dev/zero}, is an error. */
final class FileContent {
    static final int MEGABYTE = 1 << 20;

    private FileContent() {}

    /**
     * Reads a text in UTF-8.
     *
     * @param in the text; the caller closes it
     * @param limit the largest number of bytes
     * @return the content; empty if the file is larger
     * @throws java.nio.charset.CharacterCodingException if it is not UTF-8
     */
    static Optional<String> read(InputStream in, int limit) throws IOException {
        byte[] content = in.readNBytes(limit + 1);
        return content.length > limit
                ? Optional.empty()
                : Optional.of(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(content))
                        .toString());
    }

    /** Reads a file in UTF-8, like {@link #read(InputStream, int)}. */
    static Optional<String> read(Path file, int limit) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, limit);
        }
    }
}
