package dev.gosync.acceptance;

import dev.gosync.acceptance.Gateway.Answer;
import dev.gosync.testkit.Fault;
import dev.gosync.testkit.Malformed;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fault of a service, and what it is for a file.
 *
 * @param title what happens
 * @param onWrites whether it hits writes; otherwise it hits reads
 * @param settings how the program retries
 * @param service lets it happen to a service
 * @param file lets it happen to a file; empty if it cannot
 */
record FaultCase(String title, boolean onWrites, String settings, Service service, Optional<Damage> file) {
    /** Lets something go wrong at a service. */
    interface Service {
        void begin(FaultScene scene) throws IOException;
    }

    /** Damages a file. */
    interface Damage {
        void on(Path file) throws IOException;
    }

    /** Retries as by default, without the waits. */
    static final String QUICK = """
            parallel: 1
            timeout: 20s
            retry: { first-wait: 1ms, longest-wait: 2ms, deadline: 10s }""";

    /** Waits for an answer as long as a busy machine may need for the others. */
    private static final String IMPATIENT = """
            parallel: 1
            timeout: %s
            retry: { attempts: %d, first-wait: 1ms, longest-wait: 2ms, deadline: 10s }""";

    private static final String ONCE = IMPATIENT.formatted("1s", 6);
    private static final String ALWAYS_LATE = IMPATIENT.formatted("500ms", 2);

    private static final int ALWAYS = Integer.MAX_VALUE;
    private static final long GIBIBYTE = 1L << 30;
    private static final long MEBIBYTE = 1L << 20;
    private static final String ERROR = "{\"message\": \"Internal error\"}";
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    /** {@return the faults of connections} */
    static List<FaultCase> ofConnections() {
        List<FaultCase> all = new ArrayList<>();
        connections(all);
        return all;
    }

    /** {@return the wrong answers, and those to too many requests} */
    static List<FaultCase> ofAnswers() {
        List<FaultCase> all = new ArrayList<>();
        rateLimits(all);
        answers(all);
        wrongShapes(all);
        return all;
    }

    private static void connections(List<FaultCase> all) {
        all.add(ofService(
                "Every connection is refused", false, scene -> scene.inject(Fault.of(Fault.Type.REFUSED_CONNECTION))));
        both(
                all,
                "The connection is reset in the middle of the answer to a %s, once",
                Fault.of(Fault.Type.RESET).times(1));
        both(all, "The connection is reset in the middle of the answer to a %s, always", Fault.of(Fault.Type.RESET));
        both(
                all,
                "The answer to a %s is lost, once",
                Fault.of(Fault.Type.LOST_ANSWER).times(1));
        both(all, "The answer to a %s is lost, always", Fault.of(Fault.Type.LOST_ANSWER));
        for (boolean onWrites : List.of(false, true)) {
            String access = onWrites ? "write" : "read";
            Fault hang = on(onWrites, Fault.of(Fault.Type.HANG));
            all.add(ofService(
                            "A " + access + " gets no answer in time, once",
                            onWrites,
                            scene -> scene.inject(hang.times(1)))
                    .with(ONCE));
            all.add(ofService("A " + access + " gets no answer in time, always", onWrites, scene -> scene.inject(hang))
                    .with(ALWAYS_LATE));
        }
        both(
                all,
                "A proxy answers a %s with 502 after the service did it, once",
                Fault.of(Fault.Type.PROXY_ERROR).times(1));
    }

    private static void rateLimits(List<FaultCase> all) {
        limited(all, "`Retry-After: 1`", 1, "1");
        all.add(new FaultCase(
                limit("`Retry-After` as a date", 1),
                false,
                QUICK,
                scene -> scene.gateway(
                        !scene.place().isSource(),
                        1,
                        tooMany(Map.of(
                                "Retry-After", HTTP_DATE.format(Instant.now().plusSeconds(1))))),
                Optional.empty()));
        limited(all, "`Retry-After: 0`", 1, "0");
        limited(all, "a `Retry-After` that is no time", 1, "soon");
        limited(all, "`Retry-After: 3600`, longer than the deadline", 1, "3600");
        for (int times : List.of(1, ALWAYS)) {
            all.add(limited("no `Retry-After`", times, Map.of()));
        }
    }

    private static void limited(List<FaultCase> all, String header, int times, String value) {
        all.add(limited(header, times, Map.of("Retry-After", value)));
    }

    /** Hits the first write, and for a source the first read. */
    private static FaultCase limited(String header, int times, Map<String, String> headers) {
        return new FaultCase(
                limit(header, times),
                false,
                QUICK,
                scene -> scene.gateway(!scene.place().isSource(), times, tooMany(headers)),
                Optional.empty());
    }

    private static String limit(String header, int times) {
        return "429 with " + header + (times == 1 ? ", once" : ", always");
    }

    private static Answer tooMany(Map<String, String> headers) {
        return Answer.of(429, headers, "{\"message\": \"Too many requests\"}");
    }

    private static void answers(List<FaultCase> all) {
        for (boolean onWrites : List.of(false, true)) {
            String access = onWrites ? "write" : "read";
            Answer error = Answer.of(500, Map.of("Content-Type", "application/json"), ERROR);
            all.add(gateway("A " + access + " is answered with 500, once", onWrites, 1, error));
            all.add(gateway("A " + access + " is answered with 500, always", onWrites, ALWAYS, error));
        }
        for (boolean onWrites : List.of(false, true)) {
            String access = onWrites ? "write" : "read";
            Answer half = new Answer(200, Map.of("Content-Type", "application/json"), "{\"items\": [", 5000, 11);
            FaultCase truncated =
                    gateway("The answer to a " + access + " is truncated, always", onWrites, ALWAYS, half);
            all.add(
                    onWrites
                            ? truncated
                            : truncated.withFile(
                                    file -> write(file, "email,team,desk\nsam@example.com,platform,\"floor 3,")));
        }
        Answer large = new Answer(
                200, Map.of("Content-Type", "application/json"), " ".repeat(1 << 16), 100 * MEBIBYTE, 100 * MEBIBYTE);
        all.add(gateway("The answer to a read is too large", false, ALWAYS, large)
                .withFile(file -> {
                    try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                        channel.position(3 * GIBIBYTE).write(StandardCharsets.US_ASCII.encode("x"));
                    }
                }));
    }

    private static void wrongShapes(List<FaultCase> all) {
        all.add(malformed("cannot be parsed", false, "{\"items\": [\"}")
                .withFile(file -> Files.write(file, new byte[] {(byte) 0xC3, '\n'})));
        all.add(malformed("cannot be parsed", true, "{\"items\": [\"}"));
        for (Malformed shape : List.of(Malformed.EMPTY_OBJECT, Malformed.EMPTY_ARRAY, Malformed.HTML_PAGE)) {
            String name = switch (shape) {
                case EMPTY_OBJECT -> "is `{}`";
                case EMPTY_ARRAY -> "is `[]`";
                default -> "is an HTML page";
            };
            String content = switch (shape) {
                case EMPTY_OBJECT -> "{}";
                case EMPTY_ARRAY -> "[]";
                default -> "<html><body>Please log in</body></html>";
            };
            for (boolean onWrites : List.of(false, true)) {
                FaultCase fault = ofService(
                        "The answer to a " + (onWrites ? "write " : "read ") + name,
                        onWrites,
                        scene -> scene.inject(on(onWrites, Fault.malformed(shape))));
                all.add(onWrites ? fault : fault.withFile(file -> write(file, content)));
            }
        }
    }

    private static FaultCase malformed(String how, boolean onWrites, String body) {
        return gateway(
                "The answer to a " + (onWrites ? "write " : "read ") + how,
                onWrites,
                ALWAYS,
                Answer.of(200, Map.of("Content-Type", "application/json"), body));
    }

    private static void write(Path file, String content) throws IOException {
        Files.writeString(file, content);
    }

    private static void both(List<FaultCase> all, String title, Fault fault) {
        for (boolean onWrites : List.of(false, true)) {
            all.add(ofService(
                    title.formatted(onWrites ? "write" : "read"),
                    onWrites,
                    scene -> scene.inject(on(onWrites, fault))));
        }
    }

    private static Fault on(boolean writes, Fault fault) {
        return writes ? fault.onWrites() : fault.onReads();
    }

    private static FaultCase gateway(String title, boolean onWrites, int times, Answer answer) {
        return ofService(title, onWrites, scene -> scene.gateway(onWrites, times, answer));
    }

    static FaultCase ofService(String title, boolean onWrites, Service service) {
        return new FaultCase(title, onWrites, QUICK, service, Optional.empty());
    }

    FaultCase with(String retries) {
        return new FaultCase(title, onWrites, retries, service, file);
    }

    FaultCase withFile(Damage damage) {
        return new FaultCase(title, onWrites, settings, service, Optional.of(damage));
    }
}
