package dev.gosync.file;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Where a file is and what it is called. Everything that goes wrong with it is translated here, and nowhere else. */
final class Place {
    private static final int CHUNK = 1 << 18;
    private static final int MOST_LINKS = 40;

    /** Work on the file in its own terms. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T run() throws IOException, MalformedFile, TimeoutException, InterruptedException;
    }

    private final Path path;
    private final String name;
    private final String remedyOfMissing;

    Place(Path path, String part, String remedyOfMissing) {
        this.path = path.toAbsolutePath().normalize();
        this.name = "file " + shown(real(this.path)) + (part.isEmpty() ? "" : " (" + part + ")");
        this.remedyOfMissing = remedyOfMissing;
    }

    /** Links are followed as far as there is something, so that a file has one name whatever it is reached through. */
    private static Path real(Path path) {
        for (Path there = path; there != null; there = there.getParent()) {
            try {
                return there.toRealPath().resolve(there.relativize(path)).normalize();
            } catch (IOException e) {
                // Not there, or not to be seen: then its folder.
            }
        }
        return path;
    }

    private static String shown(Path path) {
        Path here = real(path.getFileSystem().getPath("").toAbsolutePath());
        boolean under = path.startsWith(here) && !path.equals(here);
        return (under ? here.relativize(path) : path).toString();
    }

    String name() {
        return name;
    }

    /** {@return all bytes of the file} */
    byte[] read() throws IOException, MalformedFile {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > Integer.MAX_VALUE - CHUNK) {
                throw MalformedFile.whole("larger than 2 GiB", "Split it into several files.");
            }
            ByteBuffer chunk = ByteBuffer.allocateDirect((int) Math.min(CHUNK, size + 1));
            byte[] bytes = new byte[(int) size];
            int count = 0;
            while (channel.read(chunk.clear()) >= 0) {
                int read = chunk.flip().remaining();
                if (count + read > bytes.length) { // it grows, or is a pipe that has no size
                    bytes = Arrays.copyOf(bytes, Math.addExact(count, Math.max(read, count)));
                }
                chunk.get(bytes, count, read);
                count += read;
            }
            return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
        }
    }

    /** {@return the file that a write replaces, whether it is there or not: never a symbolic link} */
    Path target() throws IOException {
        Path at = path;
        for (int links = 0; Files.isSymbolicLink(at); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(path.toString());
            }
            at = at.resolveSibling(Files.readSymbolicLink(at));
        }
        Path folder = at.getParent();
        Path last = at.getFileName();
        if (folder == null || last == null || (Files.exists(at) && !Files.isRegularFile(at))) {
            throw new FileSystemException(path.toString(), null, "it is no regular file");
        }
        Path target = folder.toRealPath().resolve(last);
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw new AccessDeniedException(path.toString());
        }
        return target;
    }

    <T extends @Nullable Object> T doing(String operation, Work<T> work) throws InterruptedException {
        return doing(operation, work, false);
    }

    /** Does what may have taken effect although it failed. */
    <T extends @Nullable Object> T committing(String operation, Work<T> work) throws InterruptedException {
        return doing(operation, work, true);
    }

    private <T extends @Nullable Object> T doing(String operation, Work<T> work, boolean mayHaveHappened)
            throws InterruptedException {
        try {
            return work.run();
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("interrupted at " + operation + " of " + name);
        } catch (MalformedFile e) {
            throw failure(FailureKind.MALFORMED_ANSWER, operation, String.valueOf(e.getMessage()), e.remedy(), e)
                    .build();
        } catch (TimeoutException e) {
            throw failure(
                            FailureKind.UNAVAILABLE,
                            operation,
                            String.valueOf(e.getMessage()),
                            "Run again once whoever is writing to it has ended.",
                            e)
                    .build();
        } catch (IOException e) {
            AdapterException.Builder failure = translated(operation, e);
            throw mayHaveHappened ? failure.answerLost().build() : failure.build();
        }
    }

    private AdapterException.Builder translated(String operation, IOException e) {
        if (Files.isDirectory(path)) {
            return failure(FailureKind.NOT_FOUND, operation, "it is a folder", "Give the path of a file.", e);
        }
        if (e instanceof NoSuchFileException) {
            Path folder = path.getParent();
            return folder == null || Files.isDirectory(folder)
                    ? failure(FailureKind.NOT_FOUND, operation, "there is no such file", remedyOfMissing, e)
                    : failure(
                            FailureKind.NOT_FOUND,
                            operation,
                            "there is no folder " + folder,
                            "Check the path, or make the folder.",
                            e);
        }
        if (e instanceof AccessDeniedException denied) {
            return failure(
                    FailureKind.PERMISSION,
                    operation,
                    "access to " + denied.getFile() + " is denied",
                    "Give the user " + System.getProperty("user.name", "of this process")
                            + " the right to read it; for a destination also to write it and its folder.",
                    e);
        }
        if (e instanceof FileSystemLoopException) {
            return failure(
                    FailureKind.NOT_FOUND, operation, "its symbolic links go in a circle", "Correct the links.", e);
        }
        return failure(
                FailureKind.UNAVAILABLE, operation, reason(e), "Check the disk and its free space, then run again.", e);
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return reason == null || reason.isBlank() ? e.getClass().getSimpleName() : reason;
    }

    private AdapterException.Builder failure(
            FailureKind kind, String operation, String problem, String remedy, Exception cause) {
        return AdapterException.of(kind, name, operation, problem)
                .remedy(remedy)
                .cause(cause);
    }
}
