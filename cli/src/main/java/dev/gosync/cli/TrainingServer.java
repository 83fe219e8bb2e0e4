package dev.gosync.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An HTTP server on this machine for {@link ClassArchiveTraining}. {@code training/answers.properties} has its answers. It
 * refuses the credentials of every other request.
 */
final class TrainingServer implements AutoCloseable {
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final String PASSWORD = "training";

    private final HttpServer server;
    private final String scheme;
    private final Properties answers = new Properties();
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private TrainingServer(HttpServer server, String scheme) throws IOException {
        this.server = server;
        this.scheme = scheme;
        try (InputStream resource = TrainingServer.class.getResourceAsStream("training/answers.properties")) {
            answers.load(Objects.requireNonNull(resource));
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * Starts a server.
     *
     * @param folder a folder for its certificate
     * @param encrypted whether it uses TLS. This process trusts its certificate, and no other, until {@link #close}
     */
    static TrainingServer start(Path folder, boolean encrypted) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (!encrypted) {
            return new TrainingServer(HttpServer.create(anyPort, 0), "http");
        }
        Path keys = folder.resolve("keys.p12");
        makeCertificate(keys);
        System.setProperty(TRUST_STORE, keys.toString());
        System.setProperty(TRUST_STORE + "Password", PASSWORD);
        HttpsServer server = HttpsServer.create(anyPort, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(keys)));
        return new TrainingServer(server, "https");
    }

    private static void makeCertificate(Path keys) throws IOException {
        if (Files.exists(keys)) {
            return;
        }
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // Options of this process would make that one write the archive too.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        try {
            int exitCode = builder.start().waitFor();
            if (exitCode != 0) {
                throw new IOException(command.get(0) + " ended with exit code " + exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static SSLContext tls(Path keys) throws IOException {
        try (InputStream in = Files.newInputStream(keys)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            // With null, the context loads the trust store before the clients do. If several clients load a new trust
            // store at the same time, the JDK can give the previous one to some of them.
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** {@return where it is, without a slash at the end} */
    String address() {
        return scheme + "://localhost:" + server.getAddress().getPort();
    }

    /** {@return how many requests arrived} */
    int requests() {
        return requests.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            String known = answers.getProperty(
                    exchange.getRequestMethod() + exchange.getRequestURI().getPath());
            byte[] body = Objects.requireNonNullElse(known, "{\"message\": \"Bad credentials\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
            exchange.sendResponseHeaders(known == null ? 401 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        System.clearProperty(TRUST_STORE);
        System.clearProperty(TRUST_STORE + "Password");
        server.stop(0);
        threads.shutdownNow();
    }
}
