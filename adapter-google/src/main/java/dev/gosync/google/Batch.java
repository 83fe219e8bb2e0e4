package dev.gosync.google;

import com.google.api.client.googleapis.services.json.AbstractGoogleJsonClientRequest;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.HttpContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Many requests in one, as {@code multipart/mixed}. Google's client has this too, but takes answers for being in the
 * order of the requests and ignores what they say they answer; Google promises no order.
 *
 * @see <a href="https://developers.google.com/admin-sdk/directory/v1/guides/batch">Google's description</a>
 */
final class Batch {
    /** So many requests are one at the most. */
    static final int MOST = 1000;

    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER =
            Pattern.compile("(?im)^Content-ID:[ \\t]*<?response-item-(\\d+)>?[ \\t]*\\r?$");
    private static final Pattern STATUS = Pattern.compile("HTTP/\\S+ (\\d{3}).*");
    private static final Pattern BLANK_LINE = Pattern.compile("\\r?\\n\\r?\\n");

    private Batch() {}

    /** What to send for these requests, which are numbered from 0. */
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
     * @return each by the number of its request; one that is missing was not answered
     * @throws IllegalArgumentException if this is no answer to a batch
     */
    static Map<Integer, Answer> answers(Answer whole) {
        Matcher type = BOUNDARY.matcher(whole.contentType() == null ? "" : whole.contentType());
        if (!type.find()) {
            throw new IllegalArgumentException("it has no parts");
        }
        String delimiter = "--" + (type.group(1) == null ? type.group(2) : type.group(1));
        String body = "\n" + whole.body();
        Map<Integer, Answer> answers = new HashMap<>();
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

    private static void part(String part, Map<Integer, Answer> answers) {
        String[] sections = BLANK_LINE.split(part, 3);
        if (sections.length < 2) {
            throw new IllegalArgumentException("a part of it is no answer");
        }
        Matcher number = NUMBER.matcher(sections[0]);
        Matcher status =
                STATUS.matcher(sections[1].lines().findFirst().orElse("").strip());
        if (!number.find() || !status.matches()) {
            throw new IllegalArgumentException("a part of it answers nothing that was asked");
        }
        Answer answer = new Answer(
                Integer.parseInt(status.group(1)),
                header(sections[1], "Content-Type"),
                header(sections[1], "Retry-After"),
                sections.length < 3 ? "" : sections[2].strip());
        if (answers.put(Integer.valueOf(number.group(1)), answer) != null) {
            throw new IllegalArgumentException("two parts of it answer the same");
        }
    }

    private static @Nullable String header(String head, String name) {
        Optional<String> line = head.lines()
                .filter(each -> each.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .findFirst();
        return line.map(found -> found.substring(name.length() + 1).strip()).orElse(null);
    }
}
