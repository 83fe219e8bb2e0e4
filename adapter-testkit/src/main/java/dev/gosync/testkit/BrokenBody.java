package dev.gosync.testkit;

import dev.gosync.testkit.FakeReply.Delivery;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The first half of an answer, and after it either a reset of the connection or blanks for ever. As many blanks come
 * before the reset as the server keeps back, so that the client has got the half by then.
 */
final class BrokenBody extends InputStream {
    private static final int KEPT_BACK = 128 * 1024;
    private static final int PIECE = 8 * 1024;
    private static final int MILLIS_BETWEEN_PIECES = 20;

    private final FakeReply reply;
    private final @Nullable Socket connection;
    private final byte[] half;
    private int sent;

    BrokenBody(FakeReply reply, @Nullable Socket connection) {
        this.reply = reply;
        this.connection = connection;
        byte[] whole = reply.answer().body().getBytes(StandardCharsets.UTF_8);
        this.half = Arrays.copyOf(whole, whole.length / 2);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        read(one, 0, 1);
        return one[0];
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (sent >= KEPT_BACK) {
            goOn();
        }
        int count = Math.min(length, PIECE);
        for (int i = 0; i < count; i++, sent++) {
            target[offset + i] = sent < half.length ? half[sent] : (byte) ' ';
        }
        return count;
    }

    private void goOn() throws IOException {
        if (reply.delivery() == Delivery.HALF) {
            throw broken();
        }
        try {
            if (reply.released().await(MILLIS_BETWEEN_PIECES, TimeUnit.MILLISECONDS)) {
                throw broken();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw broken();
        }
    }

    private IOException broken() throws IOException {
        if (connection != null) {
            connection.setSoLinger(true, 0);
            connection.close();
        }
        return new IOException("the connection was reset on purpose");
    }
}
