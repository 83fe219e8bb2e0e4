package dev.gosync.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells which compiled classes a certificate is about. The digest of a folder is what this command prints in it, and the digest
 * of a jar is what it prints where the jar was unpacked:
 *
 * <pre>find . -name '*.class' | LC_ALL=C sort | xargs sha256sum | sha256sum</pre>
 */
final class Digests {
    static final String UNKNOWN = "unknown";

    /** Of places whose classes this process has loaded; a build that changes them later is another process. */
    private static final Map<URI, String> KNOWN = new ConcurrentHashMap<>();

    private Digests() {}

    /** The digest of all classes in the folder or the jar that a class is from. */
    static String of(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return UNKNOWN;
        }
        try {
            URI location = source.getLocation().toURI();
            @Nullable String known = KNOWN.get(location);
            if (known == null) {
                known = of(location);
                KNOWN.put(location, known);
            }
            return known;
        } catch (IOException | URISyntaxException | RuntimeException e) {
            return UNKNOWN;
        }
    }

    static String of(URI location) throws IOException {
        Path classes = Path.of(location);
        // Names of classes sort like their bytes unless they hold a character beyond the first 65,536.
        Map<String, String> digests = new TreeMap<>();
        if (Files.isDirectory(classes)) {
            try (Stream<Path> files = Files.walk(classes)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = classes.relativize(file).toString().replace('\\', '/');
                    if (name.endsWith(".class")) {
                        digests.put(name, hex(Files.readAllBytes(file)));
                    }
                }
            }
        } else {
            try (JarFile jar = new JarFile(classes.toFile())) {
                for (JarEntry entry : jar.stream().toList()) {
                    if (entry.getName().endsWith(".class")) {
                        try (InputStream in = jar.getInputStream(entry)) {
                            digests.put(entry.getName(), hex(in.readAllBytes()));
                        }
                    }
                }
            }
        }
        StringBuilder lines = new StringBuilder();
        digests.forEach((name, digest) ->
                lines.append(digest).append("  ./").append(name).append('\n'));
        return hex(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
