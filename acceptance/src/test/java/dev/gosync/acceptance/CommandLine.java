package dev.gosync.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line as its users have it: a process of its own that runs the jar beside its {@code lib}, in a folder. */
final class CommandLine {
    /** What a run left behind. */
    record Run(int exitCode, String out, String err) {}

    private static final Path JAR = Path.of(System.getProperty("go-sync.jar"));

    private final Path folder;
    private final Map<String, String> variables = new HashMap<>();
    private boolean isBare;
    private final List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));

    CommandLine(Path folder) {
        this.folder = folder;
    }

    /** All of it as one file. */
    static Path oneFile() {
        Path file = Path.of(System.getProperty("go-sync.jar").replaceFirst("\\.jar$", "-all.jar"));
        if (Files.notExists(file)) {
            throw new IllegalStateException("There is no " + file.normalize() + ": run mvn verify, which makes it");
        }
        return file;
    }

    /** Sets a variable of the environment, which is where a secret comes from. */
    CommandLine variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** Limits the heap, like {@code 128m}. */
    CommandLine heap(String size) {
        options.add("-Xmx" + size);
        return this;
    }

    /** Adds options of the JVM. */
    CommandLine options(List<String> more) {
        options.addAll(more);
        return this;
    }

    /** Runs it without any variable of this process, as cron and {@code env -i} do. */
    CommandLine withoutEnvironment() {
        isBare = true;
        return this;
    }

    /** Writes a file of the folder. */
    CommandLine file(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
        return this;
    }

    /** {@return the command that a shell would start} */
    List<String> command(String... args) {
        if (Files.notExists(JAR)) {
            throw new IllegalStateException("There is no " + JAR.normalize() + ": run mvn verify, which packages it");
        }
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toAbsolutePath().normalize().toString()));
        command.addAll(List.of(args));
        return command;
    }

    /** Runs it to its end. */
    Run run(String... args) throws IOException, InterruptedException {
        return execute(command(args));
    }

    /** Runs a command to its end. */
    Run execute(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        if (isBare) {
            builder.environment().clear();
        }
        builder.environment().putAll(variables);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("It did not end within a minute: " + Files.readString(err, UTF_8));
        }
        return new Run(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }
}
