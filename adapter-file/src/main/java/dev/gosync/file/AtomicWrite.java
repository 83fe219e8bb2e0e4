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
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A write that replaces a file in one step. The new content is written to a temporary file in the same folder first. If
 * it is closed before {@link #commit}, the target is unchanged and the temporary file is deleted.
 */
final class AtomicWrite implements AutoCloseable {
    private final Path temporary;
    private final Path target;

    private AtomicWrite(Path temporary, Path target) {
        this.temporary = temporary;
        this.target = target;
    }

    /**
     * Writes the temporary file. The caller must hold the {@link WriteLock} of the target.
     *
     * @param target the file to replace, which may not exist yet
     */
    static AtomicWrite prepare(Path target, byte[] content) throws IOException {
        // All writes use the same name, so the next write deletes the temporary file of a killed process.
        Path temporary = SiblingFile.of(target, "new");
        Files.deleteIfExists(temporary);
        AtomicWrite write = new AtomicWrite(temporary, target);
        boolean complete = false;
        try {
            write.write(content);
            complete = true;
            return write;
        } finally {
            if (!complete) {
                write.close();
            }
        }
    }

    private void write(byte[] content) throws IOException {
        @Nullable PosixFileAttributes before = attributes();
        // Other users cannot read the new file before it has the permissions of the old one.
        FileAttribute<?>[] ownerOnly = before == null
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(EnumSet.of(OWNER_READ, OWNER_WRITE))};
        try (FileChannel channel = FileChannel.open(
                temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                // The JDK copies each buffer out of the heap first, so the buffers are small.
                ByteBuffer chunk = bytes.slice(bytes.position(), Math.min(bytes.remaining(), 1 << 18));
                bytes.position(bytes.position() + channel.write(chunk));
            }
            if (before != null) {
                Optional<FileProblemException> sticky =
                        StickyBit.of(folder(), temporary).problem(before.owner());
                if (sticky.isPresent()) {
                    throw sticky.get();
                }
                copyAttributes(before);
            }
            channel.force(true);
        }
    }

    private @Nullable PosixFileAttributes attributes() throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(target, PosixFileAttributeView.class);
        return view == null || !Files.exists(target) ? null : view.readAttributes();
    }

    private void copyAttributes(PosixFileAttributes before) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(temporary, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes now = view.readAttributes();
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(before.permissions());
        if (!now.group().equals(before.group())) {
            try {
                view.setGroup(before.group());
            } catch (IOException e) {
                limitGroupToOthers(permissions);
            }
        }
        if (!now.owner().equals(before.owner())) {
            try {
                view.setOwner(before.owner());
            } catch (IOException e) {
                // Only root can change an owner. The user of this process owns the file now, with the same permissions.
            }
        }
        view.setPermissions(permissions);
    }

    /** The permissions of one group are not for another group, which gets those of other users. */
    private static void limitGroupToOthers(Set<PosixFilePermission> permissions) {
        copy(permissions, PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_READ);
        copy(permissions, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);
        copy(permissions, PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.GROUP_EXECUTE);
    }

    private static void copy(Set<PosixFilePermission> permissions, PosixFilePermission from, PosixFilePermission to) {
        if (permissions.contains(from)) {
            permissions.add(to);
        } else {
            permissions.remove(to);
        }
    }

    /** Renames the temporary file to the target. */
    void commit() throws IOException {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(folder(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // Some systems cannot force a folder to disk. The file is replaced anyway.
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
