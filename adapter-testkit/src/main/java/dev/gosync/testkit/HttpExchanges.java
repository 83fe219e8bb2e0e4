package dev.gosync.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.io.HttpServerConnection;
import org.apache.hc.core5.http.io.HttpServerRequestHandler;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.HttpEntities;
import org.apache.hc.core5.http.io.support.BasicHttpServerExpectationDecorator;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.ResponseContent;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/** The requests and answers of one connection. The answers go out whole, in part, or not at all. */
final class HttpExchanges extends HttpService {
    /** So many blanks come after half an answer, so that the client is busy with the half before the reset. */
    private static final int BLANKS = 128 * 1024;

    private static final int PIECE = 8 * 1024;
    private static final int MILLIS_BETWEEN_PIECES = 20;

    HttpExchanges(HttpServerConnection connection, Function<FakeRequest, FakeReply> service) {
        super(
                // An answer has the headers of the fake and says how long its body is, nothing else.
                HttpProcessorBuilder.create().add(new ResponseContent(true)).build(),
                new BasicHttpServerExpectationDecorator(
                        (request, trigger, context) -> answer(connection, service.apply(read(request)), trigger)));
    }

    /** What is no HTTP gets no answer. */
    @Override
    protected void handleException(HttpException problem, ClassicHttpResponse answer) {
        throw new UncheckedIOException(new IOException(problem));
    }

    /** Of several headers with one name, the first counts. */
    private static FakeRequest read(ClassicHttpRequest request) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : request.getHeaders()) {
            headers.putIfAbsent(header.getName(), header.getValue());
        }
        return FakeRequest.of(request.getMethod(), request.getRequestUri(), headers, text(request.getEntity()));
    }

    private static String text(@Nullable HttpEntity body) throws IOException {
        if (body == null) {
            return "";
        }
        if (!"gzip".equalsIgnoreCase(body.getContentEncoding())) {
            return new String(EntityUtils.toByteArray(body), StandardCharsets.UTF_8);
        }
        try (InputStream unzipped = new GZIPInputStream(body.getContent())) {
            return new String(unzipped.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void answer(
            HttpServerConnection connection, FakeReply reply, HttpServerRequestHandler.ResponseTrigger trigger)
            throws IOException, HttpException {
        FakeAnswer answer = reply.answer();
        switch (reply.delivery()) {
            case WHOLE, LATE -> trigger.submitResponse(response(answer.status(), answer.headers(), whole(answer)));
            case NONE, NEVER -> reset(connection);
            case HALF, ENDLESS -> {
                // A status without a body would hide what happens to the body.
                int status = answer.status() == HttpStatus.SC_NO_CONTENT ? HttpStatus.SC_OK : answer.status();
                HttpEntity half = HttpEntities.create(out -> half(reply, out, connection), null);
                trigger.submitResponse(response(status, answer.headers(), half));
                reset(connection); // a HEAD, to which no body was written
            }
        }
    }

    private static ClassicHttpResponse response(int status, Map<String, String> headers, @Nullable HttpEntity body) {
        ClassicHttpResponse response = new BasicClassicHttpResponse(status);
        headers.forEach(response::setHeader);
        response.setEntity(body);
        return response;
    }

    private static @Nullable HttpEntity whole(FakeAnswer answer) {
        return answer.status() == HttpStatus.SC_NO_CONTENT || answer.status() == HttpStatus.SC_NOT_MODIFIED
                ? null
                : HttpEntities.create(answer.body().getBytes(StandardCharsets.UTF_8), null);
    }

    private static void half(FakeReply reply, OutputStream out, HttpServerConnection connection) throws IOException {
        byte[] body = reply.answer().body().getBytes(StandardCharsets.UTF_8);
        out.write(body, 0, body.length / 2);
        byte[] blanks = new byte[PIECE];
        Arrays.fill(blanks, (byte) ' ');
        for (int sent = 0; sent < BLANKS; sent += PIECE) {
            out.write(blanks);
        }
        out.flush();
        while (reply.delivery() == FakeReply.Delivery.ENDLESS && !isReleased(reply)) {
            out.write(blanks);
            out.flush();
        }
        reset(connection);
    }

    private static boolean isReleased(FakeReply reply) {
        try {
            return reply.released().await(MILLIS_BETWEEN_PIECES, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static void reset(HttpServerConnection connection) {
        connection.close(CloseMode.IMMEDIATE);
    }
}
