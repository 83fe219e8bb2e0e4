package dev.gosync.file;

import dev.gosync.adapter.FailureKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A file at a path: its name for people, its bytes, and the file that a write replaces. The path {@code -} is standard
 * input.
 */
final class DiskFile {
    private static final int CHUNK_BYTES = 1 << 18;

    /** Some files have content although the system says that their size is 0. */
    private static final int LEAST_CHUNK_BYTES = 1 << 13;

    private static final int MAX_LINKS = 40;

    /** Can be read only once, so all places of this process share the content. */
    private static final StreamContent STANDARD_INPUT = new StreamContent(StreamContent::standardInput);

    private final Path path;
    private final boolean isStandardInput;
    private final String name;

    /**
     * Names a file. Reads nothing from it.
     *
     * @param part the part of the file that holds the things; empty if it is the whole file
     */
    DiskFile(Path path, String part) {
        this.isStandardInput = isStandardInput(path);
        this.path = path.toAbsolutePath().normalize();
        this.name = (isStandardInput ? "standard input" : "file " + shown(real(this.path)))
                + (part.isEmpty() ? "" : " (" + part + ")");
    }

    static boolean isStandardInput(Path path) {
        return StreamContent.isStandardInput(path.toString());
    }

    /** Follows the links of all parts of the path that exist, so that a file has one name, however it is reached. */
    private static Path real(Path path) {
        for (Path existing = path; existing != null; existing = existing.getParent()) {
            try {
                return existing.toRealPath().resolve(existing.relativize(path)).normalize();
            } catch (IOException e) {
                // This part does not exist or is not readable. Its folder may be.
            }
        }
        return path;
    }

    private static String shown(Path path) {
        Path workingDirectory = real(path.getFileSystem().getPath("").toAbsolutePath());
        boolean isBelow = path.startsWith(workingDirectory) && !path.equals(workingDirectory);
        return (isBelow ? workingDirectory.relativize(path) : path).toString();
    }

    /** {@return the absolute path, with its symbolic links} */
    Path path() {
        return path;
    }

    String name() {
        return name;
    }

    /** {@return all bytes of the file} */
    byte[] read() throws IOException, MalformedFileException, InterruptedException {
        if (isStandardInput) {
            return STANDARD_INPUT.get();
        }
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)
                ? PipeReadings.read(path)
                : content();
    }

    private byte[] content() throws IOException, MalformedFileException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer chunk =
                    ByteBuffer.allocateDirect((int) Math.max(LEAST_CHUNK_BYTES, Math.min(CHUNK_BYTES, size + 1)));
            byte[] bytes = new byte[checkedSize(size)];
            int count = 0;
            while (channel.read(chunk.clear()) >= 0) {
                int read = chunk.flip().remaining();
                if (count + read > bytes.length) { // the file grows
                    bytes = Arrays.copyOf(bytes, checkedSize(count + (long) Math.max(read, count)));
                }
                chunk.get(bytes, count, read);
                count += read;
            }
            return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
        }
    }

    private static int checkedSize(long size) throws MalformedFileException {
        if (size > Integer.MAX_VALUE - CHUNK_BYTES) {
            throw MalformedFileException.whole("larger than 2 GiB", "Split it into several files.");
        }
        return (int) size;
    }

    /** {@return the first bytes of the file, at most four; empty if they cannot be read without a wait} */
    byte[] start() {
        if (isStandardInput || !Files.isRegularFile(path)) {
            return new byte[0];
        }
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(4);
        } catch (IOException e) {
            return new byte[0]; // the reading or the write that follows reports it
        }
    }

    /**
     * Finds the file that a write replaces. It follows symbolic links, so the link itself stays.
     *
     * @return the path of the file, which may not exist yet
     * @throws IOException if the folder does not exist, or the file cannot be replaced
     */
    Path target() throws IOException {
        if (isStandardInput) {
            throw new FileProblemException(
                    FailureKind.READ_ONLY, "standard input cannot be written", "Use a file as the destination.");
        }
        Path at = path;
        for (int links = 0; Files.isSymbolicLink(at); links++) {
            if (links == MAX_LINKS) {
                throw new FileSystemLoopException(path.toString());
            }
            at = at.resolveSibling(Files.readSymbolicLink(at));
        }
        Path folder = at.getParent();
        Path fileName = at.getFileName();
        if (folder == null || fileName == null || (Files.exists(at) && !Files.isRegularFile(at))) {
            throw new FileProblemException(
                    FailureKind.READ_ONLY, "it is not a regular file", "Use a file as the destination.");
        }
        Path target = folder.toRealPath().resolve(fileName);
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw new AccessDeniedException(path.toString());
        }
        return target;
    }
}
