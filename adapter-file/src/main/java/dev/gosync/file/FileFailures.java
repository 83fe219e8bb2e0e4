package dev.gosync.file;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Translates everything that can go wrong with one file. No other class does. */
final class FileFailures {
    /** Work on the file. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T run() throws IOException, MalformedFileException, TimeoutException, InterruptedException;
    }

    private final DiskFile file;
    private final String remedyIfMissing;

    /**
     * Makes the translation for a file.
     *
     * @param remedyIfMissing what to do if the file does not exist
     */
    FileFailures(DiskFile file, String remedyIfMissing) {
        this.file = file;
        this.remedyIfMissing = remedyIfMissing;
    }

    /** Does work that has no effect if it fails. */
    <T extends @Nullable Object> T translate(String operation, Work<T> work) throws InterruptedException {
        return translate(operation, work, false);
    }

    /** Does work that may have taken effect although it fails. */
    <T extends @Nullable Object> T translateCommit(String operation, Work<T> work) throws InterruptedException {
        return translate(operation, work, true);
    }

    private <T extends @Nullable Object> T translate(String operation, Work<T> work, boolean mayHaveTakenEffect)
            throws InterruptedException {
        try {
            return work.run();
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("interrupted at " + operation + " of " + file.name());
        } catch (MalformedFileException e) {
            throw failure(FailureKind.MALFORMED_ANSWER, operation, String.valueOf(e.getMessage()), e.remedy(), e)
                    .build();
        } catch (TimeoutException e) {
            throw failure(
                            FailureKind.UNAVAILABLE,
                            operation,
                            String.valueOf(e.getMessage()),
                            "Run again when the other write is finished.",
                            e)
                    .build();
        } catch (IOException e) {
            AdapterException.Builder failure = translated(operation, e);
            throw mayHaveTakenEffect ? failure.answerLost().build() : failure.build();
        }
    }

    private AdapterException.Builder translated(String operation, IOException e) {
        Path path = file.path();
        if (Files.isDirectory(path)) {
            return failure(FailureKind.NOT_FOUND, operation, "it is a folder", "Give the path of a file.", e);
        }
        if (e instanceof FileProblemException known) {
            return failure(known.kind(), operation, String.valueOf(known.getMessage()), known.remedy(), known);
        }
        Optional<Path> noFolder = fileInsteadOfFolder(path);
        if (noFolder.isPresent()) {
            return failure(
                    FailureKind.NOT_FOUND, operation, noFolder.get() + " is not a folder", "Correct the path.", e);
        }
        if (e instanceof NoSuchFileException) {
            Path folder = path.getParent();
            return folder == null || Files.isDirectory(folder)
                    ? failure(FailureKind.NOT_FOUND, operation, "the file does not exist", remedyIfMissing, e)
                    : failure(
                            FailureKind.NOT_FOUND,
                            operation,
                            "the folder " + folder + " does not exist",
                            "Check the path, or create the folder.",
                            e);
        }
        if (!operation.equals("read") && isOnReadOnlyDisk(path)) {
            return failure(
                    FailureKind.READ_ONLY,
                    operation,
                    "its disk is mounted read-only",
                    "Mount it with write access, or use another path.",
                    e);
        }
        if (e instanceof AccessDeniedException denied) {
            return failure(
                    FailureKind.PERMISSION,
                    operation,
                    "access to " + denied.getFile() + " is denied",
                    "Allow the user " + System.getProperty("user.name", "of this process")
                            + " to read the file. A destination also needs write access to the file and its folder.",
                    e);
        }
        if (e instanceof FileSystemLoopException) {
            return failure(
                    FailureKind.NOT_FOUND, operation, "its symbolic links form a circle", "Correct the links.", e);
        }
        Optional<Path> folderInTheWay = folderInTheWay(e);
        if (folderInTheWay.isPresent()) {
            return failure(
                    FailureKind.UNAVAILABLE,
                    operation,
                    "the folder " + folderInTheWay.get() + " has the name of a file that a write needs",
                    "Rename or delete the folder.",
                    e);
        }
        String reason = reason(e);
        if (reason.contains("name too long")) {
            return failure(FailureKind.NOT_FOUND, operation, reason, "Use a shorter path.", e);
        }
        if (reason.contains("not permitted")) {
            return failure(
                    FailureKind.PERMISSION,
                    operation,
                    reason,
                    "Check the owner and the attributes of the file and of its folder.",
                    e);
        }
        return failure(
                FailureKind.UNAVAILABLE,
                operation,
                reason,
                "Check the disk, its free space and the quota of the user, then run again.",
                e);
    }

    /** A part of the path that is a file and should be a folder. */
    private static Optional<Path> fileInsteadOfFolder(Path path) {
        Path folder = path.getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        return Optional.ofNullable(folder).filter(existing -> !Files.isDirectory(existing));
    }

    private static boolean isOnReadOnlyDisk(Path path) {
        Path folder = path.getParent();
        try {
            return Files.getFileStore(folder == null ? path : folder.toRealPath())
                    .isReadOnly();
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<Path> folderInTheWay(IOException e) {
        if (!(e instanceof FileSystemException system) || system.getFile() == null) {
            return Optional.empty();
        }
        return Optional.of(Path.of(system.getFile())).filter(Files::isDirectory);
    }

    private String reason(IOException e) {
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        String text = reason == null || reason.isBlank() ? "the system gives no reason" : reason;
        boolean isOtherFile = e instanceof FileSystemException system
                && system.getFile() != null
                && system.getFile().contains(".go-sync-");
        return isOtherFile ? ((FileSystemException) e).getFile() + ": " + text : text;
    }

    private AdapterException.Builder failure(
            FailureKind kind, String operation, String problem, String remedy, Exception cause) {
        return AdapterException.of(kind, file.name(), operation, problem)
                .remedy(remedy)
                .cause(cause);
    }
}
