package dev.gosync.file;

import dev.gosync.adapter.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/**
 * The sticky bit of a folder, such as that of {@code /tmp}. In such a folder, a rename over the file of another user fails.
 *
 * @param folder the folder
 * @param self the user of this process
 */
record StickyBit(Path folder, String self) {
    private static final int MODE = 01000;

    /** Makes it for the user who owns a file that this process created. */
    static StickyBit of(Path folder, Path created) throws IOException {
        return new StickyBit(
                folder, Files.getOwner(created, LinkOption.NOFOLLOW_LINKS).getName());
    }

    /** {@return why this user cannot replace a file in the folder; empty if the user can} */
    Optional<FileProblemException> problem(UserPrincipal ownerOfFile) throws IOException {
        boolean isSticky = ((Integer) Files.getAttribute(folder, "unix:mode") & MODE) != 0;
        boolean isAllowed = self.equals("root")
                || self.equals(ownerOfFile.getName())
                || self.equals(Files.getOwner(folder).getName());
        return isSticky && !isAllowed
                ? Optional.of(new FileProblemException(
                        FailureKind.PERMISSION,
                        "the folder " + folder + " has the sticky bit (permission t), so only the owner of the file, "
                                + ownerOfFile.getName() + ", can replace it",
                        "Run as this user, or move the file to a folder without the sticky bit (chmod -t)."))
                : Optional.empty();
    }
}
