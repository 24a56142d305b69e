using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.RealServers.Tests;

internal static class Nginx
{
    public static InstanceSpec Server() => new()
    {
        Name = "nginx",
        Role = "web",
        Program = Installed.Find("nginx") ?? "nginx",
        Prepare = static (context, cancellationToken) => File.WriteAllTextAsync(ConfigurationOf(context), Configuration(context), cancellationToken),
        Arguments = context => ["-p", context.Self.Directories.Root, "-c", ConfigurationOf(context), "-e", "stderr"],
        Readiness = Condition.Http("/health"),
    };

    private static string ConfigurationOf(PlanContext context) => Path.Combine(context.Self.Directories.Data, "nginx.conf");

    private static string Configuration(PlanContext context) => $$"""
        daemon off;
        worker_processes 2;
        error_log stderr notice;
        pid {{context.Self.Directories.Data}}/nginx.pid;
        events { worker_connections 64; }
        http {
          access_log off;
          client_body_temp_path {{context.Self.Directories.Temporary}}/body;
          proxy_temp_path {{context.Self.Directories.Temporary}}/proxy;
          fastcgi_temp_path {{context.Self.Directories.Temporary}}/fastcgi;
          uwsgi_temp_path {{context.Self.Directories.Temporary}}/uwsgi;
          scgi_temp_path {{context.Self.Directories.Temporary}}/scgi;
          server {
            listen 127.0.0.1:{{context.Self.Port}};
            location = /health { return 200 "well\n"; }
          }
        }
        """;
}
