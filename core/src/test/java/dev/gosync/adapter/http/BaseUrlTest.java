package dev.gosync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {
    private static final String EXAMPLE = "https://api.example.com/v1";

    private static String checked(String url) {
        return BaseUrl.checked(URI.create(url), EXAMPLE).toString();
    }

    private static void isRefused(String url, String message) {
        assertThatThrownBy(() -> checked(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com, https://api.example.com/",
        "https://api.example.com/, https://api.example.com/",
        "https://api.example.com/v1, https://api.example.com/v1/",
        "https://api.example.com:8443/a/b/, https://api.example.com:8443/a/b/",
        "HTTPS://API.example.com/v1, HTTPS://API.example.com/v1/",
        "https://10.0.0.1/v1, https://10.0.0.1/v1/",
        "https://[2001:db8::1]:8443, https://[2001:db8::1]:8443/"
    })
    void https_goes_anywhere_and_the_path_gets_a_slash(String url, String expected) {
        assertThat(checked(url)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/",
                "http://localhost:8080/api/",
                "HTTP://LocalHost/",
                "http://fake.localhost/",
                "http://127.0.0.1:1/",
                "http://127.1.2.3/",
                "http://127.255.255.254/",
                "http://[::1]/",
                "http://[0:0:0:0:0:0:0:1]:80/",
                "http://[::ffff:127.0.0.1]/"
            })
    void plain_http_goes_to_this_machine(String url) {
        assertThat(checked(url)).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.com/",
                "http://127.0.0.1.evil.example/",
                "http://localhost.evil.example/",
                "http://evillocalhost/",
                "http://notlocalhost:80/",
                "http://128.0.0.1/",
                "http://10.127.0.1/",
                "http://0.0.0.0/",
                "http://[::2]/",
                "http://[::]/",
                "http://[::ffff:128.0.0.1]/",
                "http://[fe80::1]/",
                "http://user@api.example.com/"
            })
    void plain_http_goes_nowhere_else(String url) {
        isRefused(
                url, "must begin with https://; plain http would show the credentials, so it is for this machine only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.example.com",
                "/v1",
                "https:/v1",
                "https:///v1",
                "https:api.example.com",
                "ftp://api.example.com/",
                "file:///etc/passwd",
                "localhost:8080",
                "https://api_1.example.com/",
                "https://api.example.com:0/",
                "https://api.example.com:65536/",
                "http://127.1/",
                "http://127.0.0.999/"
            })
    void what_is_not_the_address_of_a_service_is_refused_with_an_example(String url) {
        isRefused(url, "must be an address like " + EXAMPLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user@api.example.com/",
                "https://user:s3cret@api.example.com/",
                "https://api.example.com/?token=s3cret",
                "https://api.example.com/?",
                "https://api.example.com/#s3cret",
                "https://api.example.com/#",
                "http://user:s3cret@localhost/"
            })
    void credentials_query_and_fragment_are_refused_and_not_shown(String url) {
        isRefused(
                url, "must be an address alone, like " + EXAMPLE + ", without user name, password, query or fragment");
    }

    @Test
    void a_missing_address_is_named() {
        assertThatThrownBy(() -> BaseUrl.checked((URI) null, EXAMPLE))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "a.localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]", "0::1"})
    void this_machine_is_known_by_its_names_and_addresses(String host) {
        assertThat(BaseUrl.isThisMachine(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost.",
                "localhost.example",
                "xlocalhost",
                "127.0.0.1.example",
                "127.0.0",
                "127.0.0.256",
                "127.0.0.0.1",
                "0127.0.0.1",
                "::2",
                "[]",
                ":",
                "1:2"
            })
    void no_other_host_is_this_machine(String host) {
        assertThat(BaseUrl.isThisMachine(host)).isFalse();
    }

    @Test
    void an_address_from_a_configuration_is_checked_and_never_shown() {
        assertThat(BaseUrl.checked("https://a.example.com/api", "https://b.example.com"))
                .isEqualTo(URI.create("https://a.example.com/api/"));
        assertThatThrownBy(() -> BaseUrl.checked("https://ann:s3cr3t@a b.example.com", "https://b.example.com"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be an address like https://b.example.com")
                .hasNoCause();
    }
}
