package dev.gosync.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What picocli calls. A class and no lambdas: a lambda of an interface as old as picocli's keeps it, and forty of its classes,
 * out of the class archive.
 *
 * @param cli the program
 */
record CliHandlers(Cli cli) implements IExecutionStrategy, IParameterExceptionHandler, IExecutionExceptionHandler {
    @Override
    public int execute(ParseResult parsed) {
        return cli.execute(parsed);
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        return cli.reportWrongUsage(wrong, args);
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        return cli.reportFailure(thrown);
    }

    /** Reads the version when it is asked for. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Main.version()};
        }
    }
}
