package dev.gosync.cli;

import dev.gosync.adapter.http.ProxyVariables;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.Fault;
import java.net.Authenticator;
import java.net.ProxySelector;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the whole process use the proxies that {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} name, until
 * {@link #close}. Adapters take the proxy of the process when they make their HTTP clients.
 */
final class EnvironmentProxies implements AutoCloseable {
    private final @Nullable ProxySelector previousSelector = ProxySelector.getDefault();
    private final @Nullable Authenticator previousAuthenticator = Authenticator.getDefault();

    /**
     * Installs the proxies.
     *
     * @throws ConfigurationException if a variable is not the address of a proxy; the fault names it and does not show its value
     */
    EnvironmentProxies(Map<String, String> environment) {
        try {
            ProxyVariables.of(environment).install();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(List.of(Fault.of("environment", String.valueOf(e.getMessage()))));
        }
    }

    @Override
    public void close() {
        ProxySelector.setDefault(previousSelector);
        Authenticator.setDefault(previousAuthenticator);
    }
}
