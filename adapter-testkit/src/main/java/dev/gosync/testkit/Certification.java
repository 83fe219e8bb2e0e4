package dev.gosync.testkit;

import dev.gosync.testkit.Request.Access;
import dev.gosync.testkit.Rig.Limits;
import dev.gosync.testkit.Rules.Named;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.AssertionFailedError;

/** Runs each rule with its own rig, puts its number before what it says, and writes the certificate. */
final class Certification
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, InvocationInterceptor, TestWatcher {
    /** Where the certificate goes, as a configuration parameter of JUnit's. */
    static final String DIRECTORY = "dev.gosync.testkit.certificate-directory";

    /** How many milliseconds an adapter waits for an answer that does not come, as a configuration parameter. */
    static final String CALL_TIMEOUT = "dev.gosync.testkit.call-timeout";

    /** How many milliseconds the kit waits for the answer to an interrupt, as a configuration parameter. */
    static final String PATIENCE = "dev.gosync.testkit.patience";

    /** How many milliseconds a rule may take, as a configuration parameter. */
    static final String RULE_TIMEOUT = "dev.gosync.testkit.rule-timeout";

    /** The seeds of the chaos runs with commas between them, as a configuration parameter. */
    static final String CHAOS_SEEDS = "dev.gosync.testkit.chaos-seeds";

    private static final Duration USUAL_CALL_TIMEOUT = Duration.ofMillis(150);
    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(10);
    private static final Duration USUAL_RULE_TIMEOUT = Duration.ofMinutes(2);
    private static final String USUAL_SEEDS = "1,2,3,4";
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** So many requests are shown with a failure. */
    private static final int SHOWN_REQUESTS = 25;

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
        Certificate certificate = new Certificate(context.getRequiredTestClass(), directory);
        certificate.deleteEarlier();
        context.getStore(NAMESPACE).put(Certificate.class, certificate);
        context.getStore(NAMESPACE).put(WarmUp.class, new WarmUp());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        certificate(context).ifPresent(Certificate::end);
    }

    /** From here on, until the end, the certificate says that it is incomplete. */
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
        Limits limits = limits(context);
        Thread ending = naming(rule, context);
        quiet(1);
        List<Place> places = List.of();
        try (Rig rig = new Rig(contract, limits)) {
            warmUp(context, contract, limits);
            try {
                run(rule, rig, invocation);
            } finally {
                places = rig.places();
            }
            Class<?> adapter = rig.adapter();
            if (adapter != null) {
                certificate.opened(adapter, contract);
            }
            certificate.held(rule, rig.met());
        } catch (Throwable e) {
            AssertionFailedError failure = failure(rule, e, places);
            certificate.failed(rule, firstLine(String.valueOf(failure.getMessage())));
            throw failure;
        } finally {
            quiet(-1);
            forget(ending);
        }
    }

    /** Names the rule that is running if the JVM ends, for example by Ctrl-C. */
    private static Thread naming(Named rule, ExtensionContext context) {
        String text = rule + " of " + context.getRequiredTestClass().getName() + " was running when the run was ended";
        PrintStream err = System.err; // rules look at what is printed there
        Thread ending = new Thread(() -> err.println(text), "go-sync-rule-ended");
        Runtime.getRuntime().addShutdownHook(ending);
        return ending;
    }

    private static void forget(Thread ending) {
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the rule has been named.
        }
    }

    private static Limits limits(ExtensionContext context) {
        List<Long> seeds = Stream.of(context.getConfigurationParameter(CHAOS_SEEDS)
                        .orElse(USUAL_SEEDS)
                        .split(",", 0))
                .map(seed -> Long.valueOf(seed.strip()))
                .toList();
        return new Limits(
                millis(context, CALL_TIMEOUT, USUAL_CALL_TIMEOUT),
                millis(context, PATIENCE, USUAL_PATIENCE),
                millis(context, RULE_TIMEOUT, USUAL_RULE_TIMEOUT),
                seeds);
    }

    private static Duration millis(ExtensionContext context, String parameter, Duration usual) {
        return context.getConfigurationParameter(parameter)
                .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
                .orElse(usual);
    }

    /** Runs a rule on a thread that can be abandoned: an adapter may never come back. */
    private static void run(Named rule, Rig rig, Invocation<Void> invocation) throws Throwable {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            RIG.set(rig);
            try {
                invocation.proceed();
                return true;
            } catch (Exception | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            } finally {
                RIG.remove();
            }
        });
        Thread thread = new Thread(task, "go-sync-rule " + rule.number());
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
        Duration limit = rig.limits().rule();
        try {
            task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw Objects.requireNonNullElse(e.getCause(), e);
        } catch (TimeoutException e) {
            StackTraceElement[] where = thread.getStackTrace();
            rig.places().forEach(Place::heal);
            thread.interrupt();
            thread.join(GRACE.toMillis());
            AssertionFailedError hangs = Violation.of(
                    "the rule to end within " + limit.toMillis() + " ms",
                    "it was still running",
                    "no loop of the adapter goes on for ever; the stack trace shows where it was");
            hangs.setStackTrace(where);
            throw hangs;
        } catch (InterruptedException e) {
            thread.interrupt();
            throw Violation.of(
                    "the rule to end", "the run was interrupted", "nothing interrupts the build or this thread", e);
        }
    }

    /**
     * Has the first rule of a class find a client whose classes are loaded, which takes longer than a rule lets an adapter
     * wait. What goes wrong here is for the rules to find.
     */
    private static void warmUp(ExtensionContext context, SourceContract contract, Limits limits) {
        if (limits.callTimeout().compareTo(USUAL_CALL_TIMEOUT) < 0) {
            return; // a test of the kit's own, whose client is warm
        }
        Objects.requireNonNull(context.getStore(NAMESPACE).get(WarmUp.class, WarmUp.class))
                .once(contract, limits);
    }

    /** The other rules wait until the first of them has done it. */
    private static final class WarmUp {
        private boolean done;

        synchronized void once(SourceContract contract, Limits limits) {
            if (done) {
                return;
            }
            done = true;
            try (Rig rig = new Rig(contract, limits)) {
                Place place = rig.place();
                rig.bounded("warming up", USUAL_CALL_TIMEOUT, () -> {
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
        }
    }

    /** Rules may run in parallel. */
    private static synchronized void quiet(int more) {
        if (running == 0) {
            shown = LOG.getUseParentHandlers();
        }
        running += more;
        LOG.setUseParentHandlers(running == 0 && shown);
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    /** What the services saw last, and what the adapter threw last. */
    private static String background(List<Place> places, @Nullable Throwable cause) {
        StringBuilder text = new StringBuilder();
        for (int i = places.size() - 1; i >= 0; i--) {
            Optional<Throwable> thrown = places.get(i).lastThrown();
            if (cause == null && thrown.isPresent()) {
                text.append("\nThe adapter threw last: ").append(Violation.text(thrown.get()));
            }
            List<Request> requests = places.get(i).requests();
            if (requests.isEmpty() && thrown.isEmpty()) {
                continue;
            }
            int from = Math.max(0, requests.size() - SHOWN_REQUESTS);
            text.append("\nRequests since the rule began")
                    .append(places.size() > 1 ? ", at service " + (i + 1) + " of " + places.size() : "")
                    .append(from > 0 ? ", the last " + SHOWN_REQUESTS + " of " + requests.size() : "")
                    .append(':');
            for (Request request : requests.subList(from, requests.size())) {
                text.append("\n  ").append(request.access() == Access.READ ? "reads  " : "writes ");
                text.append(request.operation());
                request.fault().ifPresent(fault -> text.append("  <- ").append(fault));
            }
            break;
        }
        return text.toString();
    }

    private static AssertionFailedError failure(Named rule, Throwable thrown, List<Place> places) {
        String message = thrown.getMessage();
        if (thrown instanceof AssertionFailedError && message != null && message.startsWith("expected ")) {
            @Nullable Throwable cause = thrown.getCause();
            for (int i = places.size() - 1; i >= 0 && cause == null; i--) {
                cause = places.get(i).lastThrown().orElse(null);
            }
            AssertionFailedError failure =
                    new AssertionFailedError(rule + ": " + message + background(places, thrown.getCause()), cause);
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
                                .getMessage()
                        + background(places, thrown),
                thrown);
    }

    /** What fails around a rule, in a method that runs before or after it, fails that rule. */
    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        Method method = context.getRequiredTestMethod();
        if (Rules.isRule(method)) {
            certificate(context)
                    .ifPresent(certificate -> certificate.failed(
                            Named.of(method), cause == null ? "" : firstLine(String.valueOf(cause.getMessage()))));
        }
    }
}
