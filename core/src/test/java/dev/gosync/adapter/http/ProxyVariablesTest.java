package dev.gosync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Authenticator;
import java.net.Authenticator.RequestorType;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyVariablesTest {
    private static ProxyVariables variables(String... namesAndValues) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return ProxyVariables.of(environment);
    }

    /** The proxy for an address, {@code host:port}, or {@code direct}. */
    private static String proxy(ProxyVariables variables, String url) {
        Proxy proxy = variables.selector().select(URI.create(url)).get(0);
        if (proxy.equals(Proxy.NO_PROXY)) {
            return "direct";
        }
        assertThat(proxy.type()).isEqualTo(Proxy.Type.HTTP);
        InetSocketAddress address = (InetSocketAddress) proxy.address();
        assertThat(address.isUnresolved())
                .as("OkHttp fails if a proxy without an address asks for a password")
                .isFalse();
        return address.getHostString() + ":" + address.getPort();
    }

    private static String proxyWith(String exceptions, String url) {
        return proxy(
                variables(
                        "HTTPS_PROXY",
                        "http://192.0.2.1:3128",
                        "HTTP_PROXY",
                        "http://192.0.2.1:3128",
                        "NO_PROXY",
                        exceptions),
                url);
    }

    private static PasswordAuthentication asked(ProxyVariables variables, String host, int port, RequestorType by)
            throws IOException {
        return Authenticator.requestPasswordAuthentication(
                variables.authenticator(),
                host,
                null,
                port,
                "http",
                "realm",
                "basic",
                URI.create("https://api.example.com/").toURL(),
                by);
    }

    // Which proxy

    @Test
    void each_scheme_has_its_own_variable() {
        ProxyVariables both = variables("HTTPS_PROXY", "http://192.0.2.1:1", "HTTP_PROXY", "http://192.0.2.2:2");

        assertThat(proxy(both, "https://api.example.com/")).isEqualTo("192.0.2.1:1");
        assertThat(proxy(both, "HTTPS://api.example.com/")).isEqualTo("192.0.2.1:1");
        assertThat(proxy(both, "http://api.example.com/")).isEqualTo("192.0.2.2:2");
        assertThat(proxy(variables("HTTPS_PROXY", "http://192.0.2.1:1"), "http://api.example.com/"))
                .isEqualTo("direct");
        assertThat(proxy(variables("HTTP_PROXY", "http://192.0.2.2:2"), "https://api.example.com/"))
                .isEqualTo("direct");
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket://api.example.com:443", "ftp://api.example.com/", "mailto:ann@example.com"})
    void other_schemes_are_reached_directly(String url) {
        assertThat(proxyWith("", url)).isEqualTo("direct");
    }

    @Test
    void lower_case_wins_over_upper_case() {
        ProxyVariables both = variables(
                "HTTPS_PROXY",
                "http://192.0.2.1:1",
                "https_proxy",
                "http://192.0.2.2:2",
                "no_proxy",
                "a.example",
                "NO_PROXY",
                "b.example");

        assertThat(proxy(both, "https://b.example/")).isEqualTo("192.0.2.2:2");
        assertThat(proxy(both, "https://a.example/")).isEqualTo("direct");
        assertThat(proxy(variables("https_proxy", "", "HTTPS_PROXY", "http://192.0.2.1:1"), "https://a.example/"))
                .isEqualTo("direct");
    }

    @ParameterizedTest
    @CsvSource({
        "http://192.0.2.1:3128, 192.0.2.1:3128",
        "http://192.0.2.1:3128/, 192.0.2.1:3128",
        "HTTP://192.0.2.1:3128, 192.0.2.1:3128",
        "192.0.2.1:3128, 192.0.2.1:3128",
        "192.0.2.1, 192.0.2.1:80",
        "' http://192.0.2.1:3128 ', 192.0.2.1:3128",
        "http://ann:s3cret@192.0.2.1:3128, 192.0.2.1:3128",
        "ann:s3cret@192.0.2.1:3128, 192.0.2.1:3128",
        "10.0.0.1:8080, 10.0.0.1:8080",
        "http://[2001:db8::1]:8080, 2001:db8::1:8080"
    })
    void a_proxy_is_an_address_with_or_without_its_scheme(String value, String expected) {
        assertThat(proxy(variables("HTTPS_PROXY", value), "https://api.example.com/"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ann:s3cret@proxy:3128",
                "socks5://ann:s3cret@proxy:1080",
                "http://ann:s3cret@",
                "http://ann:s3#cret@proxy:3128",
                "http://ann:s3cret/@proxy:3128",
                "http://ann:s3cret%zz@proxy:3128",
                "http://ann:s3cret @proxy:3128",
                "http://ann:s3cret@proxy:port",
                "http://ann:s3cret@proxy:0",
                "http://ann:s3cret@proxy:65536",
                "http://ann:s3cret@proxy:3128?a=b",
                "http://ann:s3cret@proxy:3128#a",
                "http://",
                "://s3cret"
            })
    void what_is_no_address_of_a_proxy_is_refused_and_not_shown(String value) {
        assertThatThrownBy(() -> variables("https_proxy", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessage("The environment variable HTTPS_PROXY must be the address of an HTTP proxy, like"
                        + " http://proxy.example.com:3128");
    }

    @Test
    void without_variables_everything_is_reached_directly() {
        assertThat(proxy(variables(), "https://api.example.com/")).isEqualTo("direct");
        assertThat(proxy(variables("HTTPS_PROXY", " ", "HTTP_PROXY", ""), "https://api.example.com/"))
                .isEqualTo("direct");
    }

    // Exceptions

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:8080",
                "fake.localhost",
                "127.0.0.1",
                "127.8.9.10:99",
                "[::1]",
                "[::1]:8080",
                "[0:0:0:0:0:0:0:1]"
            })
    void this_machine_is_never_reached_through_a_proxy(String host) {
        assertThat(proxyWith("", "http://" + host + "/")).isEqualTo("direct");
        assertThat(proxyWith("", "https://" + host + "/")).isEqualTo("direct");
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com",
        "example.com, api.example.com",
        "EXAMPLE.com, API.example.COM",
        ".example.com, example.com",
        ".example.com, a.b.example.com",
        "*.example.com, api.example.com",
        "*.example.com, example.com",
        "example.com:443, api.example.com",
        "example.com:8443, api.example.com:8443",
        "*, api.example.com",
        "*:443, api.example.com",
        "'other.example, example.com', example.com",
        "'other.example,,example.com ,', example.com",
        "'other.example example.com', example.com",
        "10.1.2.3, 10.1.2.3",
        "10.1.2.3:443, 10.1.2.3",
        "10.0.0.0/8, 10.255.0.1",
        "10.1.2.3/8, 10.255.0.1",
        "10.1.2.128/25, 10.1.2.255",
        "10.1.2.3/32, 10.1.2.3",
        "0.0.0.0/0, 10.1.2.3",
        "2001:db8::1, [2001:db8::1]",
        "[2001:db8::1], [2001:db8::1]",
        "[2001:db8::1]:443, [2001:db8::1]",
        "2001:db8:0:0:0:0:0:1, [2001:DB8::1]",
        "2001:db8::/32, [2001:db8:ffff::1]",
        "[2001:db8::]/32, [2001:db8:ffff::1]",
        "2001:db8::1/128, [2001:db8::1]",
        "::/0, [2001:db8::1]"
    })
    void an_exception_is_reached_directly(String exceptions, String host) {
        assertThat(proxyWith(exceptions, "https://" + host + "/")).isEqualTo("direct");
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, notexample.com",
        "example.com, example.com.evil.example",
        "example.com, example.org",
        ".example.com, notexample.com",
        "*.example.com, notexample.com",
        "api.example.com, example.com",
        "example.com:8443, api.example.com",
        "*:8443, api.example.com",
        "example.com:port, api.example.com",
        ".com.example, example.com",
        "., api.example.com",
        "*., api.example.com",
        "http://example.com, example.com",
        "10.1.2.3, 10.1.2.4",
        "10.1.2.3:80, 10.1.2.3",
        "2.3, 10.1.2.3",
        "10.0.0.0/8, 11.0.0.1",
        "10.1.2.128/25, 10.1.2.127",
        "10.0.0.0/8, api.example.com",
        "10.0.0.0/33, 10.0.0.1",
        "10.0.0.0/-1, 10.0.0.1",
        "10.0.0.0/, 11.0.0.1",
        "10.0.0.0/x, 10.0.0.1",
        "10.0.0.0/99999999999, 10.0.0.1",
        "10.0.0.0/255.0.0.0, 10.0.0.1",
        "localhost/8, 10.0.0.1",
        "10.0.0.0/8, [2001:db8::1]",
        "2001:db8::/32, [2001:db9::1]",
        "2001:db8::/129, [2001:db8::1]",
        "[2001:db8::1]:8443, [2001:db8::1]",
        "::/0, 10.0.0.1"
    })
    void what_is_no_exception_is_reached_through_the_proxy(String exceptions, String host) {
        assertThat(proxyWith(exceptions, "https://" + host + "/")).isEqualTo("192.0.2.1:3128");
    }

    @Test
    void the_port_of_an_exception_is_compared_with_the_usual_one_of_the_scheme() {
        assertThat(proxyWith("example.com:80", "http://example.com/")).isEqualTo("direct");
        assertThat(proxyWith("example.com:80", "https://example.com/")).isEqualTo("192.0.2.1:3128");
    }

    // Passwords

    @Test
    void a_password_is_given_to_its_proxy_only() throws IOException {
        ProxyVariables variables =
                variables("HTTPS_PROXY", "http://ann:s3cret@proxy:3128", "HTTP_PROXY", "http://plain:1");

        PasswordAuthentication login = asked(variables, "PROXY", 3128, RequestorType.PROXY);

        assertThat(login.getUserName()).isEqualTo("ann");
        assertThat(new String(login.getPassword())).isEqualTo("s3cret");
        assertThat(asked(variables, "proxy", 3128, RequestorType.SERVER)).isNull();
        assertThat(asked(variables, "proxy", 3129, RequestorType.PROXY)).isNull();
        assertThat(asked(variables, "api.example.com", 3128, RequestorType.PROXY))
                .isNull();
        assertThat(asked(variables, "plain", 1, RequestorType.PROXY)).isNull();
    }

    @Test
    void each_proxy_has_its_own_password() throws IOException {
        ProxyVariables variables =
                variables("HTTPS_PROXY", "http://ann:one@secure", "http_proxy", "http://bob:two@[2001:db8::1]:8080");

        assertThat(asked(variables, "secure", 80, RequestorType.PROXY).getUserName())
                .isEqualTo("ann");
        assertThat(asked(variables, "2001:db8::1", 8080, RequestorType.PROXY).getUserName())
                .isEqualTo("bob");
    }

    @ParameterizedTest
    @CsvSource({
        "ann%40x:p%40ss%3A%2F%23%25, ann@x, p@ss:/#%",
        "ann:a+b, ann, a+b",
        "ann:a:b, ann, a:b",
        "ann:%C3%BC, ann, \u00fc",
        "ann, ann, ''",
        "ann:, ann, ''"
    })
    void a_password_may_be_percent_encoded(String userInfo, String user, String password) throws IOException {
        PasswordAuthentication login =
                asked(variables("HTTPS_PROXY", "http://" + userInfo + "@proxy:1"), "proxy", 1, RequestorType.PROXY);

        assertThat(login.getUserName()).isEqualTo(user);
        assertThat(new String(login.getPassword())).isEqualTo(password);
    }

    @Test
    void variables_print_without_passwords() {
        assertThat(variables("HTTPS_PROXY", "http://ann:s3cret@proxy:3128"))
                .hasToString("HTTPS proxy proxy:3128, HTTP proxy none");
    }

    // Installing

    @Test
    void installing_changes_the_whole_jvm_and_nothing_if_no_variable_is_set() {
        ProxySelector usual = ProxySelector.getDefault();
        Authenticator usualLogin = Authenticator.getDefault();
        try {
            variables("NO_PROXY", "example.com").install();

            assertThat(ProxySelector.getDefault()).isSameAs(usual);
            assertThat(Authenticator.getDefault()).isSameAs(usualLogin);

            variables("HTTPS_PROXY", "http://ann:s3cret@192.0.2.1:3128").install();

            assertThat(ProxySelector.getDefault().select(URI.create("https://api.example.com/")))
                    .hasToString("[HTTP @ 192.0.2.1/192.0.2.1:3128]");
            assertThat(Authenticator.getDefault()).isNotNull();
        } finally {
            ProxySelector.setDefault(usual);
            Authenticator.setDefault(usualLogin);
        }
    }

    @Test
    void a_proxy_that_cannot_be_reached_is_not_avoided() {
        ProxyVariables variables = variables("HTTPS_PROXY", "http://192.0.2.1:3128");
        ProxySelector selector = variables.selector();
        URI url = URI.create("https://api.example.com/");

        selector.connectFailed(url, InetSocketAddress.createUnresolved("proxy", 3128), new IOException("refused"));

        assertThat(selector.select(url)).hasSize(1).doesNotContain(Proxy.NO_PROXY);
    }

    @Test
    void a_proxy_without_an_address_fails_where_it_is_used() {
        ProxySelector selector =
                variables("HTTPS_PROXY", "http://nowhere.invalid:3128").selector();

        assertThat(selector.select(URI.create("https://api.example.com/")))
                .hasToString("[HTTP @ nowhere.invalid/<unresolved>:3128]");
    }
}
