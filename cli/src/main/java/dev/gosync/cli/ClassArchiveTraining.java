package dev.gosync.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs the most common commands in one process. A JVM that is asked to record the classes of this process makes a class
 * archive of them, with which the program starts faster.
 *
 * <p>Every adapter of the program has a place in {@code training/services.yml}. Its requests go to a {@link TrainingServer}
 * in this process, over HTTP and over HTTPS, and to no other host. All files are in a temporary folder, which is deleted at
 * the end.
 */
final class ClassArchiveTraining {
    private static final List<String> FILES = List.of("services.yml", "people.csv", "key.json");

    private ClassArchiveTraining() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("go-sync-training");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "go-sync-training"));
        train(folder);
        Main.version();
        // With the streams and the signals of the process, and with its end.
        Program.run(new String[] {
            "plan", folder.resolve(DemoCommand.FOLDER + "/go-sync.yml").toString(), "--quiet"
        });
    }

    /** Runs the commands in a folder, and returns how many requests the services got. */
    static int train(Path folder) throws IOException {
        run(folder, Map.of(), "--help");
        run(folder, Map.of(), "demo");
        run(folder, Map.of(), "adapters", "file");
        run(folder, Map.of(), "validate", DemoCommand.FOLDER + "/people.csv");
        dropLastLine(folder.resolve(DemoCommand.FOLDER + "/out/platform.txt")); // so that there is something to do
        run(folder, Map.of(), "plan", DemoCommand.FOLDER + "/go-sync.yml");
        run(folder, Map.of(), "plan", DemoCommand.FOLDER + "/go-sync.yml", "--format", "json");
        int requests = 0;
        // With TLS first, since a client keeps the certificates that the first connection trusts.
        for (boolean encrypted : List.of(true, false)) {
            try (TrainingServer server = TrainingServer.start(folder, encrypted)) {
                for (String file : FILES) {
                    write(folder, file, server.address());
                }
                run(folder, Map.of("URL", server.address()), "apply", "services.yml", "--yes");
                requests += server.requests();
            }
        }
        run(folder, Map.of(), "history", "last");
        run(folder, Map.of(), "undo", "last", "--dry-run");
        return requests;
    }

    private static void run(Path folder, Map<String, String> variables, String... command) {
        PrintWriter discarded = new PrintWriter(Writer.nullWriter());
        Cli.run(
                new ProgramContext(
                        folder, variables, discarded, discarded, Clock.systemUTC(), new NoTerminal(), time -> {}),
                command);
    }

    private static void dropLastLine(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, lines.size() - 1));
    }

    private static void write(Path folder, String file, String address) throws IOException {
        try (InputStream resource = ClassArchiveTraining.class.getResourceAsStream("training/" + file)) {
            String text = new String(Objects.requireNonNull(resource, file).readAllBytes(), StandardCharsets.UTF_8);
            if (text.contains("@KEY@")) {
                text = text.replace("@KEY@", privateKey());
            }
            Files.writeString(folder.resolve(file), text.replace("@URL@", address));
        }
    }

    /** Makes a new key, because a key in the sources would look like a leaked secret. */
    private static String privateKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return Base64.getEncoder()
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            // It is in the folder for temporary files.
        }
    }

    private static final class NoTerminal implements Terminal {
        @Override
        public boolean isInteractive() {
            return false;
        }

        @Override
        public Optional<String> readLine() {
            return Optional.empty();
        }
    }
}
