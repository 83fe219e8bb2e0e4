package dev.gosync.file;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The next content of a file, whole and on the disk beside it, which takes its place in one step or not at all. Closing
 * it before that leaves nothing behind.
 */
final class Replacement implements AutoCloseable {
    private final Path temporary;
    private final Path target;

    private Replacement(Path temporary, Path target) {
        this.temporary = temporary;
        this.target = target;
    }

    /** Only for whoever holds the {@link WriteLock} of the target. */
    static Replacement of(Path target, byte[] content) throws IOException {
        // One name for all who hold the lock in turn, so that what a killed process leaves behind goes with the next
        // write.
        Path temporary = target.resolveSibling("." + target.getFileName() + ".go-sync-new");
        Files.deleteIfExists(temporary);
        Replacement replacement = new Replacement(temporary, target);
        boolean whole = false;
        try {
            replacement.write(content);
            whole = true;
            return replacement;
        } finally {
            if (!whole) {
                replacement.close();
            }
        }
    }

    private void write(byte[] content) throws IOException {
        @Nullable PosixFileAttributes before = attributes();
        // Nobody may read it before it has the permissions of what it replaces.
        FileAttribute<?>[] atFirst = before == null
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(EnumSet.of(OWNER_READ, OWNER_WRITE))};
        try (FileChannel channel =
                FileChannel.open(temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), atFirst)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                // The JDK copies what it is given out of the heap first, so little at a time is given.
                ByteBuffer chunk = bytes.slice(bytes.position(), Math.min(bytes.remaining(), 1 << 18));
                bytes.position(bytes.position() + channel.write(chunk));
            }
            if (before != null) {
                resemble(before);
            }
            channel.force(true);
        }
    }

    private @Nullable PosixFileAttributes attributes() throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(target, PosixFileAttributeView.class);
        return view == null || !Files.exists(target) ? null : view.readAttributes();
    }

    private void resemble(PosixFileAttributes before) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(temporary, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes now = view.readAttributes();
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(before.permissions());
        if (!now.group().equals(before.group())) {
            try {
                view.setGroup(before.group());
            } catch (IOException e) {
                giveGroupWhatOthersHave(permissions);
            }
        }
        if (!now.owner().equals(before.owner())) {
            try {
                view.setOwner(before.owner());
            } catch (IOException e) {
                // Only root may give a file away; it is ours from now on, with the permissions it had.
            }
        }
        view.setPermissions(permissions);
    }

    /** What one group was allowed is not for another. */
    private static void giveGroupWhatOthersHave(Set<PosixFilePermission> permissions) {
        same(permissions, PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_READ);
        same(permissions, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);
        same(permissions, PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.GROUP_EXECUTE);
    }

    private static void same(Set<PosixFilePermission> permissions, PosixFilePermission like, PosixFilePermission set) {
        if (permissions.contains(like)) {
            permissions.add(set);
        } else {
            permissions.remove(set);
        }
    }

    /** Takes the place of the file. */
    void commit() throws IOException {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(folder(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // Not every system lets a folder be forced to disk; the file is replaced all the same.
        }
    }

    private Path folder() {
        Path folder = target.getParent();
        return folder == null ? target.toAbsolutePath() : folder;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            System.getLogger("dev.gosync.file").log(System.Logger.Level.DEBUG, "Could not remove " + temporary, e);
        }
    }
}
