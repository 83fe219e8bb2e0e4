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

/** A machine to run the program on: a folder, variables, a clock, and somebody at the terminal or nobody. */
final class Fixture {
    /** What a run left behind. */
    record Run(int exitCode, String out, String err) {
        /** What was printed, which must be one JSON document. */
        @SuppressWarnings("unchecked")
        Map<String, Object> json() {
            // JSON is YAML, and a parser for that is here already.
            return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(out);
        }
    }

    private static final class HandClock extends Clock {
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
    private final HandClock clock = new HandClock();
    private final Deque<Supplier<Optional<String>>> answers = new ArrayDeque<>();
    private boolean interactive;

    Fixture(Path folder) {
        this.folder = folder;
        Shelf.clearAll();
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

    /** Seats somebody at the terminal who gives this answer, after the others. */
    Fixture answering(String answer) {
        return answering(() -> Optional.of(answer));
    }

    Fixture answering(Supplier<Optional<String>> answer) {
        interactive = true;
        answers.add(answer);
        return this;
    }

    /** Seats somebody at the terminal who presses Ctrl-C instead of answering. */
    void interruptedAtTheQuestion() {
        Thread worker = Thread.currentThread();
        answering(() -> {
            worker.interrupt();
            return Optional.empty();
        });
    }

    void pass(Duration time) {
        clock.now = clock.now.plus(time);
    }

    int unaskedAnswers() {
        return answers.size();
    }

    Run run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal() {
            @Override
            public boolean isInteractive() {
                return interactive;
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
        Surroundings around =
                new Surroundings(folder, environment, new PrintWriter(out), new PrintWriter(err), clock, terminal);
        int exitCode = Cli.run(around, args);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
