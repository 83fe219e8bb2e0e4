package dev.gosync.google;

import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the requests of a batch, and writes the answers, as parts of {@code multipart/mixed}. */
final class FakeBatch {
    private static final int MOST = 1000;
    private static final Pattern BOUNDARY = Pattern.compile("multipart/mixed; *boundary=\"?([^\";]+)\"?");
    private static final Pattern ANSWER = Pattern.compile(
            "Content-ID: (\\S+)\r\n\r\nHTTP/1.1 (\\d+) Answered\r\n((?:[^\r\n]+\r\n)*)\r\n(.*?)\r\n--batch_answer",
            Pattern.DOTALL);
    private static final Pattern REQUEST_LINE = Pattern.compile("([A-Z]+) (/\\S*)(?: HTTP/1\\.1)?");

    private FakeBatch() {}

    /** {@return the requests in a batch, by their Content-ID} */
    static Map<String, FakeRequest> parts(FakeRequest batch) {
        String type = batch.header("Content-Type").orElse("");
        Matcher boundary = BOUNDARY.matcher(type);
        if (!boundary.matches()) {
            throw batch.bad("the Content-Type is not multipart/mixed with a boundary but " + type);
        }
        String delimiter = "--" + boundary.group(1);
        String[] pieces = ("\r\n" + batch.body()).split(Pattern.quote("\r\n" + delimiter), -1);
        if (!pieces[pieces.length - 1].strip().equals("--")) {
            throw batch.bad("the batch has no end");
        }
        Map<String, FakeRequest> parts = new LinkedHashMap<>();
        for (int i = 1; i < pieces.length - 1; i++) {
            String[] sections = pieces[i].substring(2).split("\r\n\r\n", 3);
            Map<String, String> outer = headers(batch, List.of(sections[0].split("\r\n")));
            if (!"application/http".equals(outer.get("content-type")) || !outer.containsKey("content-id")) {
                throw batch.bad("a part is not application/http, or has no Content-ID");
            }
            if (sections.length < 2) {
                throw batch.bad("a part is empty");
            }
            if (parts.put(outer.get("content-id"), request(batch, sections)) != null) {
                throw batch.bad("two parts have the Content-ID " + outer.get("content-id"));
            }
        }
        if (parts.isEmpty() || parts.size() > MOST) {
            throw batch.bad("a batch holds 1 to " + MOST + " requests, and not " + parts.size());
        }
        return parts;
    }

    private static FakeRequest request(FakeRequest batch, String[] sections) {
        List<String> lines = new ArrayList<>(List.of(sections[1].split("\r\n")));
        Matcher line = REQUEST_LINE.matcher(lines.remove(0));
        if (!line.matches() || line.group(2).startsWith("/batch")) {
            throw batch.bad("a part begins with no request for this service");
        }
        Map<String, String> headers = headers(batch, lines);
        batch.header("Authorization").ifPresent(token -> headers.putIfAbsent("authorization", token));
        return FakeRequest.of(line.group(1), line.group(2), headers, sections.length < 3 ? "" : sections[2]);
    }

    private static Map<String, String> headers(FakeRequest batch, List<String> lines) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw batch.bad("'" + line + "' is no header");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** Answers a batch part by part, in another order than that of the requests, as Google may. */
    static FakeAnswer answer(FakeRequest batch, Function<FakeRequest, Optional<FakeAnswer>> each) {
        List<String> answers = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        parts(batch).forEach((id, request) -> {
            if (!seen.add(id)) {
                throw batch.bad("two parts have the Content-ID " + id);
            }
            each.apply(request).ifPresent(answer -> answers.add(text(id.replaceFirst("^<", "<response-"), answer)));
        });
        Collections.shuffle(answers, new Random(answers.size()));
        return FakeAnswer.empty(200)
                .header("Content-Type", "multipart/mixed; boundary=batch_answer")
                .body(whole(answers));
    }

    private static String whole(List<String> answers) {
        return String.join("", answers) + "--batch_answer--\r\n";
    }

    /** {@return whether this answers a batch, part by part} */
    static boolean isAnswer(FakeAnswer answer) {
        return answer.headers().getOrDefault("Content-Type", "").startsWith("multipart/mixed");
    }

    /** {@return the answers to the parts of a batch, by their Content-ID} */
    static Map<String, FakeAnswer> answers(FakeAnswer batch) {
        Map<String, FakeAnswer> answers = new LinkedHashMap<>();
        Matcher part = ANSWER.matcher(batch.body());
        for (int from = 0; part.find(from); from = part.end() - "--batch_answer".length()) {
            FakeAnswer answer =
                    FakeAnswer.empty(Integer.parseInt(part.group(2))).body(part.group(4));
            for (String header : part.group(3).lines().toList()) {
                String[] nameAndValue = header.split(": ", 2);
                answer = answer.header(nameAndValue[0], nameAndValue[1]);
            }
            answers.put(part.group(1), answer);
        }
        return answers;
    }

    /** Changes the answer to each part of a batch. */
    static FakeAnswer changed(FakeAnswer batch, UnaryOperator<FakeAnswer> change) {
        List<String> changed = new ArrayList<>();
        answers(batch).forEach((id, answer) -> changed.add(text(id, change.apply(answer))));
        return batch.body(whole(changed));
    }

    private static String text(String id, FakeAnswer answer) {
        StringBuilder text = new StringBuilder("--batch_answer\r\nContent-Type: application/http\r\n");
        text.append("Content-ID: ").append(id).append("\r\n\r\n");
        text.append("HTTP/1.1 ").append(answer.status()).append(" Answered\r\n");
        answer.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").append(answer.body()).append("\r\n").toString();
    }
}
