package dev.gosync.testkit;

import dev.gosync.testkit.Rules.Named;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.AssertionFailedError;

/** Runs each rule with a rig of its own, puts its number before what it says, and writes the certificate. */
final class Certification
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, InvocationInterceptor, TestWatcher {
    /** Where the certificate goes, as a configuration parameter of JUnit's. */
    static final String DIRECTORY = "dev.gosync.testkit.certificate-directory";

    /** How many milliseconds an adapter waits for an answer that does not come, as a configuration parameter. */
    static final String CALL_TIMEOUT = "dev.gosync.testkit.call-timeout";

    private static final Duration USUAL_CALL_TIMEOUT = Duration.ofMillis(300);

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Certification.class);
    /** Core tells of every attempt; hundreds of them are made to fail on purpose. */
    private static final Logger LOG = Logger.getLogger(LogTrap.OURS);

    private static int running;
    private static boolean shown;

    private static final ThreadLocal<@Nullable Rig> RIG = new ThreadLocal<>();

    /** What the rule that runs on this thread is checked with. */
    static Rig rig() {
        Rig rig = RIG.get();
        if (rig == null) {
            throw new IllegalStateException("A rule is run by JUnit, not called");
        }
        return rig;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Path directory = Path.of(context.getConfigurationParameter(DIRECTORY).orElse("target/go-sync-certificate"));
        context.getStore(NAMESPACE).put(Certificate.class, new Certificate(context.getRequiredTestClass(), directory));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        certificate(context).ifPresent(Certificate::end);
    }

    /** Before anything can fail or be given up: whatever comes of it, no certificate of an earlier run is left. */
    @Override
    public void beforeEach(ExtensionContext context) {
        if (context.getRequiredTestInstance() instanceof SourceContract contract) {
            certificate(context).ifPresent(certificate -> certificate.begin(contract));
        }
    }

    private static Optional<Certificate> certificate(ExtensionContext context) {
        return Optional.ofNullable(context.getStore(NAMESPACE).get(Certificate.class, Certificate.class));
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> called, ExtensionContext context)
            throws Throwable {
        if (!Rules.isRule(called.getExecutable())
                || !(context.getRequiredTestInstance() instanceof SourceContract contract)) {
            invocation.proceed();
            return;
        }
        Named rule = Named.of(called.getExecutable());
        Certificate certificate = certificate(context).orElseThrow();
        Duration callTimeout = Duration.ofMillis(context.getConfigurationParameter(CALL_TIMEOUT)
                .map(Long::valueOf)
                .orElse(USUAL_CALL_TIMEOUT.toMillis()));
        quiet(1);
        try (Rig rig = new Rig(contract, callTimeout)) {
            warmUp(context, contract);
            RIG.set(rig);
            invocation.proceed();
            Class<?> adapter = rig.adapter();
            if (adapter != null) {
                certificate.opened(adapter, contract);
            }
            certificate.held(rule, rig.met());
        } catch (Throwable e) {
            AssertionFailedError failure = failure(rule, e);
            certificate.failed(rule, String.valueOf(failure.getMessage()));
            throw failure;
        } finally {
            RIG.remove();
            quiet(-1);
            if (Thread.interrupted()) {
                System.getLogger("dev.gosync").log(System.Logger.Level.DEBUG, "{0} left its thread interrupted", rule);
            }
        }
    }

    /**
     * Has the first rule of a class find a client whose classes are loaded, which takes longer than a rule lets an adapter
     * wait. What goes wrong here is for the rules to find.
     */
    private static void warmUp(ExtensionContext context, SourceContract contract) {
        if (context.getConfigurationParameter(CALL_TIMEOUT).isPresent()) {
            return; // a test of the kit's own, whose client is warm
        }
        context.getParent().orElseThrow().getStore(NAMESPACE).getOrComputeIfAbsent("warm", key -> {
            try (Rig rig = new Rig(contract, USUAL_CALL_TIMEOUT)) {
                Place place = rig.place();
                rig.bounded("warming up", () -> {
                    place.read(place.open());
                    if (rig.canWrite()) {
                        place.introduce(0, 1);
                        place.add(place.adapter(), place.things(0, 1));
                    }
                    return true;
                });
            } catch (Exception | AssertionError e) {
                LOG.log(Level.FINE, "The warm-up failed", e);
            }
            return true;
        });
    }

    /** Rules may run side by side. */
    private static synchronized void quiet(int more) {
        if (running == 0) {
            shown = LOG.getUseParentHandlers();
        }
        running += more;
        LOG.setUseParentHandlers(running == 0 && shown);
    }

    private static AssertionFailedError failure(Named rule, Throwable thrown) {
        String message = thrown.getMessage();
        if (thrown instanceof AssertionFailedError && message != null && message.startsWith("expected ")) {
            AssertionFailedError failure = new AssertionFailedError(rule + ": " + message, thrown.getCause());
            failure.setStackTrace(thrown.getStackTrace());
            for (Throwable complaint : thrown.getSuppressed()) {
                failure.addSuppressed(complaint);
            }
            return failure;
        }
        return new AssertionFailedError(
                rule + ": "
                        + Violation.of(
                                        "to come to the end of the rule",
                                        Violation.text(thrown) + " was thrown",
                                        "the harness does what it is asked for, and the adapter throws what its"
                                                + " contract allows")
                                .getMessage(),
                thrown);
    }

    /** What fails around a rule, in a method that runs before or after it, fails that rule. */
    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        Method method = context.getRequiredTestMethod();
        if (Rules.isRule(method)) {
            certificate(context)
                    .ifPresent(certificate -> certificate.failed(
                            Named.of(method), cause == null ? "" : String.valueOf(cause.getMessage())));
        }
    }
}
