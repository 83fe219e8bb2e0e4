package dev.gosync.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The files that a write needs for a moment, in the folder of its target. */
final class SiblingFile {
    /** Most systems allow names of 255 bytes. */
    private static final int LONGEST_NAME = 230;

    private SiblingFile() {}

    /**
     * Names a file for a target. All processes use the same name.
     *
     * @param role what it is for
     */
    static Path of(Path target, String role) {
        String name = String.valueOf(target.getFileName());
        String ending = ".go-sync-" + role;
        return target.resolveSibling(
                name.getBytes(UTF_8).length <= LONGEST_NAME ? "." + name + ending : "." + digest(name) + ending);
    }

    private static String digest(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
