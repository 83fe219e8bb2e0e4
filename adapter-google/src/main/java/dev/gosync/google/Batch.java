package dev.gosync.google;

import com.google.api.client.googleapis.services.json.AbstractGoogleJsonClientRequest;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.HttpContent;
import dev.gosync.adapter.http.HttpAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes many requests as one, in {@code multipart/mixed}, and reads the answer. Google promises no order of the parts of
 * an answer: each part names its request. Google's own client ignores that name and expects the order of the requests.
 *
 * @see <a href="https://developers.google.com/admin-sdk/directory/v1/guides/batch">Google's description</a>
 */
final class Batch {
    /** The largest number of requests in one batch. */
    static final int MOST = 1000;

    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER =
            Pattern.compile("(?im)^Content-ID:[ \\t]*<?response-item-(\\d+)>?[ \\t]*\\r?$");
    private static final Pattern STATUS = Pattern.compile("HTTP/\\S+ (\\d{3}).*");
    private static final Pattern BLANK_LINE = Pattern.compile("\\r?\\n\\r?\\n");

    private Batch() {}

    /** Writes these requests, numbered from 0. */
    static HttpContent content(List<? extends AbstractGoogleJsonClientRequest<?>> requests) throws IOException {
        String boundary = "batch_" + UUID.randomUUID();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < requests.size(); i++) {
            AbstractGoogleJsonClientRequest<?> request = requests.get(i);
            text.append("--").append(boundary).append("\r\n");
            text.append("Content-Type: application/http\r\n");
            text.append("Content-ID: <item-").append(i).append(">\r\n\r\n");
            text.append(request.getRequestMethod()).append(' ');
            text.append(request.buildHttpRequestUrl().buildRelativeUrl()).append("\r\n");
            HttpContent body = request.getHttpContent();
            if (body != null) {
                text.append("Content-Type: ").append(body.getType()).append("\r\n\r\n");
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                body.writeTo(bytes);
                text.append(bytes.toString(StandardCharsets.UTF_8));
            } else {
                text.append("\r\n");
            }
            text.append("\r\n");
        }
        text.append("--").append(boundary).append("--\r\n");
        return new ByteArrayContent(
                "multipart/mixed; boundary=" + boundary, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads the answers to a batch.
     *
     * @return the answers by the number of their request; a missing one was not answered
     * @throws IllegalArgumentException if this is not an answer to a batch
     */
    static Map<Integer, HttpAnswer> answers(HttpAnswer whole) {
        Matcher type = BOUNDARY.matcher(whole.header("Content-Type").orElse(""));
        if (!type.find()) {
            throw new IllegalArgumentException("it has no parts");
        }
        String delimiter = "--" + (type.group(1) == null ? type.group(2) : type.group(1));
        String body = "\n" + whole.body();
        Map<Integer, HttpAnswer> answers = new HashMap<>();
        int at = body.indexOf("\n" + delimiter);
        while (at >= 0) {
            int from = at + 1 + delimiter.length();
            if (body.startsWith("--", from)) {
                return answers;
            }
            at = body.indexOf("\n" + delimiter, from);
            if (at >= 0) {
                part(body.substring(body.indexOf('\n', from) + 1, at), answers);
            }
        }
        throw new IllegalArgumentException("it has no end");
    }

    private static void part(String part, Map<Integer, HttpAnswer> answers) {
        String[] sections = BLANK_LINE.split(part, 3);
        if (sections.length < 2) {
            throw new IllegalArgumentException("a part is not an answer");
        }
        Matcher number = NUMBER.matcher(sections[0]);
        Matcher status =
                STATUS.matcher(sections[1].lines().findFirst().orElse("").strip());
        if (!number.find() || !status.matches()) {
            throw new IllegalArgumentException("a part does not name its request, or has no status");
        }
        HttpAnswer answer = HttpAnswer.of(
                Integer.parseInt(status.group(1)),
                headers(sections[1]),
                sections.length < 3 ? "" : sections[2].strip());
        if (answers.put(Integer.valueOf(number.group(1)), answer) != null) {
            throw new IllegalArgumentException("two parts answer the same request");
        }
    }

    private static Map<String, List<String>> headers(String head) {
        Map<String, List<String>> headers = new HashMap<>();
        head.lines().skip(1).forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        line.substring(0, colon).strip(),
                        List.of(line.substring(colon + 1).strip()));
            }
        });
        return headers;
    }
}
