package dev.gosync.adapter.http;

import java.io.IOException;
import java.math.BigInteger;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that the environment variables {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} name, in upper or
 * lower case. Neither the JDK nor OkHttp reads them. The command line obeys them; a program that wants to calls {@link
 * #install}. Immutable; threads may share it.
 */
public final class ProxyVariables {
    /** An exception for one port. An IPv6 address has a port only if it is in brackets. */
    private static final Pattern WITH_PORT = Pattern.compile("(\\[.*]|[^:]*):([0-9]{1,5})");

    private record Endpoint(String host, int port, @Nullable PasswordAuthentication login) {}

    private final @Nullable Endpoint https;
    private final @Nullable Endpoint http;
    private final List<String> exceptions;

    private ProxyVariables(@Nullable Endpoint https, @Nullable Endpoint http, List<String> exceptions) {
        this.https = https;
        this.http = http;
        this.exceptions = exceptions;
    }

    /**
     * Reads the variables. A variable in lower case wins over the same in upper case.
     *
     * @param environment such as {@link System#getenv()}
     * @return what they say
     * @throws IllegalArgumentException if a variable is not the address of a proxy. The message names the variable and
     *     does not show its value, which may hold a password.
     */
    public static ProxyVariables of(Map<String, String> environment) {
        return new ProxyVariables(
                endpoint(environment, "HTTPS_PROXY"),
                endpoint(environment, "HTTP_PROXY"),
                Arrays.stream(value(environment, "NO_PROXY").split("[,\\s]+", -1))
                        .map(each -> each.toLowerCase(Locale.ROOT))
                        .filter(each -> !each.isEmpty())
                        .toList());
    }

    private static String value(Map<String, String> environment, String name) {
        String lower = environment.get(name.toLowerCase(Locale.ROOT));
        return Objects.requireNonNullElse(lower, environment.getOrDefault(name, ""))
                .strip();
    }

    private static @Nullable Endpoint endpoint(Map<String, String> environment, String name) {
        String value = value(environment, name);
        if (value.isEmpty()) {
            return null;
        }
        IllegalArgumentException fault = new IllegalArgumentException("The environment variable " + name
                + " must be the address of an HTTP proxy, like http://proxy.example.com:3128");
        try {
            URI url = new URI(value.contains("://") ? value : "http://" + value);
            boolean isPlain =
                    url.getRawQuery() == null && url.getRawFragment() == null && BaseUrl.isPort(url.getPort());
            if (!"http".equalsIgnoreCase(url.getScheme()) || url.getHost() == null || !isPlain) {
                throw fault;
            }
            return new Endpoint(
                    BaseUrl.unbracketed(url.getHost()),
                    url.getPort() < 0 ? 80 : url.getPort(),
                    login(url.getRawUserInfo()));
        } catch (URISyntaxException e) {
            throw fault; // without its cause, which shows the value
        }
    }

    private static @Nullable PasswordAuthentication login(@Nullable String userInfo) {
        if (userInfo == null) {
            return null;
        }
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        return new PasswordAuthentication(decoded(user), decoded(password).toCharArray());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /**
     * Makes this the way in which the whole JVM finds its proxy ({@link ProxySelector#setDefault}) and answers a proxy
     * that asks for a password ({@link Authenticator#setDefault}). It does nothing if no variable names a proxy.
     */
    public void install() {
        if (https == null && http == null) {
            return;
        }
        ProxySelector.setDefault(selector());
        Authenticator.setDefault(authenticator());
    }

    /** {@return which proxy an address is reached through; this machine is always reached directly} */
    public ProxySelector selector() {
        return new Selector();
    }

    /** {@return what answers a proxy that asks for the password in its variable; it answers no other server} */
    public Authenticator authenticator() {
        return new Login();
    }

    private boolean isDirect(String host, int port) {
        return BaseUrl.isThisMachine(host) || exceptions.stream().anyMatch(each -> matches(each, host, port));
    }

    private static boolean matches(String exception, String host, int port) {
        if (exception.equals("*")) {
            return true;
        }
        Matcher withPort = WITH_PORT.matcher(exception);
        if (withPort.matches()) {
            return withPort.group(2).equals(String.valueOf(port)) && matches(withPort.group(1), host, port);
        }
        String[] parts = exception.split("/", 2);
        InetAddress address = BaseUrl.literal(host);
        InetAddress network = BaseUrl.literal(parts[0]);
        if (address == null || network == null) {
            String name = exception.replaceFirst("^\\*?\\.", "");
            return host.equals(name) || (address == null && host.endsWith("." + name));
        }
        return isInNetwork(network.getAddress(), parts.length > 1 ? parts[1] : "", address.getAddress());
    }

    private static boolean isInNetwork(byte[] network, String size, byte[] address) {
        if (network.length != address.length || !size.matches("[0-9]{0,3}")) {
            return false;
        }
        int bits = size.isEmpty() ? network.length * Byte.SIZE : Integer.parseInt(size);
        int rest = Math.max(0, network.length * Byte.SIZE - bits);
        return bits <= network.length * Byte.SIZE
                && new BigInteger(1, network).shiftRight(rest).equals(new BigInteger(1, address).shiftRight(rest));
    }

    /** {@return which proxies there are, without their passwords} */
    @Override
    public String toString() {
        return "HTTPS proxy " + shown(https) + ", HTTP proxy " + shown(http);
    }

    private static String shown(@Nullable Endpoint endpoint) {
        return endpoint == null ? "none" : endpoint.host() + ":" + endpoint.port();
    }

    private final class Selector extends ProxySelector {
        @Override
        public List<Proxy> select(URI uri) {
            String host = BaseUrl.unbracketed(Objects.requireNonNullElse(uri.getHost(), ""))
                    .toLowerCase(Locale.ROOT);
            boolean isHttps = "https".equalsIgnoreCase(uri.getScheme());
            Endpoint proxy = isHttps ? https : "http".equalsIgnoreCase(uri.getScheme()) ? http : null;
            int port = uri.getPort() >= 0 ? uri.getPort() : isHttps ? 443 : 80;
            return proxy == null || isDirect(host, port) ? List.of(Proxy.NO_PROXY) : proxies(proxy);
        }

        /**
         * Resolved, as OkHttp fails if a proxy without an address asks for a password. Each keeps the name that {@link
         * Login} compares.
         */
        private List<Proxy> proxies(Endpoint proxy) {
            List<Proxy> proxies = new ArrayList<>();
            try {
                for (InetAddress each : InetAddress.getAllByName(proxy.host())) {
                    InetAddress named = InetAddress.getByAddress(proxy.host(), each.getAddress());
                    proxies.add(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(named, proxy.port())));
                }
                return proxies;
            } catch (UnknownHostException e) { // the call that uses it says so
                return List.of(
                        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
            }
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            // The failure of the call says so.
        }
    }

    private final class Login extends Authenticator {
        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            if (getRequestorType() != RequestorType.PROXY) {
                return null;
            }
            for (Endpoint proxy : Arrays.asList(https, http)) {
                if (proxy != null
                        && proxy.login() != null
                        && proxy.host().equalsIgnoreCase(getRequestingHost())
                        && proxy.port() == getRequestingPort()) {
                    return proxy.login();
                }
            }
            return null;
        }
    }
}
