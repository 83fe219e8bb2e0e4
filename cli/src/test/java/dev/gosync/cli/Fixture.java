package dev.gosync.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Runs the program in a folder, with variables, a clock and a terminal that the test controls. */
final class Fixture {
    /** The result of a run. */
    record Run(int exitCode, String out, String err) {
        /** Standard output, parsed as one JSON document. */
        @SuppressWarnings("unchecked")
        Map<String, Object> json() {
            // JSON is a subset of YAML, and a YAML parser is already on the class path.
            return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(out);
        }
    }

    private static final class ManualClock extends Clock {
        private Instant now = Instant.parse("2026-03-01T09:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final ManualClock clock = new ManualClock();
    private final Deque<Supplier<Optional<String>>> answers = new ArrayDeque<>();
    private boolean interactive;
    private int columns;
    private Runnable onSleep = () -> {};
    private StringWriter out = new StringWriter();

    Fixture(Path folder) {
        this.folder = folder;
        FakeGroup.clearAll();
    }

    Fixture file(String name, String... lines) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    Fixture variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Adds a terminal, and the next answer of the user. */
    Fixture answering(String answer) {
        return answering(() -> Optional.of(answer));
    }

    Fixture answering(Supplier<Optional<String>> answer) {
        interactive = true;
        answers.add(answer);
        return this;
    }

    /** Shows the output on a screen. */
    Fixture screen(int width) {
        columns = width;
        return this;
    }

    /** Adds a terminal with a user who presses Ctrl-C instead of answering. */
    void interruptedAtPrompt() {
        Thread worker = Thread.currentThread();
        answering(() -> {
            worker.interrupt();
            return Optional.empty();
        });
    }

    void advanceClock(Duration time) {
        clock.now = clock.now.plus(time);
    }

    /** What happens while the program waits. */
    void onSleep(Runnable action) {
        onSleep = action;
    }

    private void slept(Duration time) {
        advanceClock(time);
        onSleep.run();
    }

    /** {@return what standard output has so far} */
    String shown() {
        return out.toString();
    }

    int unusedAnswers() {
        return answers.size();
    }

    Run run(String... args) {
        out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal() {
            @Override
            public boolean isInteractive() {
                return interactive;
            }

            @Override
            public boolean hasScreen() {
                return columns > 0;
            }

            @Override
            public int columns() {
                return columns;
            }

            @Override
            public Optional<String> readLine() throws InterruptedException {
                Optional<String> answer =
                        answers.isEmpty() ? Optional.empty() : answers.remove().get();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                return answer;
            }
        };
        ProgramContext context = new ProgramContext(
                folder, environment, new PrintWriter(out), new PrintWriter(err), clock, terminal, this::slept);
        int exitCode = Cli.run(context, args);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
