package dev.gosync.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A file at a path: its name for people, its bytes, and the file that a write replaces. */
final class DiskFile {
    private static final int CHUNK_BYTES = 1 << 18;
    private static final int MAX_LINKS = 40;

    private final Path path;
    private final String name;

    /**
     * Names a file. Reads nothing from it.
     *
     * @param part the part of the file that holds the things; empty if it is the whole file
     */
    DiskFile(Path path, String part) {
        this.path = path.toAbsolutePath().normalize();
        this.name = "file " + shown(real(this.path)) + (part.isEmpty() ? "" : " (" + part + ")");
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
    byte[] read() throws IOException, MalformedFileException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > Integer.MAX_VALUE - CHUNK_BYTES) {
                throw MalformedFileException.whole("larger than 2 GiB", "Split it into several files.");
            }
            ByteBuffer chunk = ByteBuffer.allocateDirect((int) Math.min(CHUNK_BYTES, size + 1));
            byte[] bytes = new byte[(int) size];
            int count = 0;
            while (channel.read(chunk.clear()) >= 0) {
                int read = chunk.flip().remaining();
                if (count + read > bytes.length) { // the file grows, or is a pipe, which has no size
                    bytes = Arrays.copyOf(bytes, Math.addExact(count, Math.max(read, count)));
                }
                chunk.get(bytes, count, read);
                count += read;
            }
            return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
        }
    }

    /**
     * Finds the file that a write replaces. It follows symbolic links, so the link itself stays.
     *
     * @return the path of the file, which may not exist yet
     * @throws IOException if the folder does not exist, or the file cannot be replaced
     */
    Path target() throws IOException {
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
            throw new FileSystemException(path.toString(), null, "it is not a regular file");
        }
        Path target = folder.toRealPath().resolve(fileName);
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw new AccessDeniedException(path.toString());
        }
        return target;
    }
}
