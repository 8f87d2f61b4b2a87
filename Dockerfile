# The site, its task worker and its migrations, from one image. docs/operations.md says how to run it.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /venv
WORKDIR /app
COPY requirements.txt ./
RUN /venv/bin/pip install --require-hashes -r requirements.txt
COPY manage.py ./
COPY platform ./platform
COPY groups ./groups
COPY discussions ./discussions
COPY experiments ./experiments
COPY templates ./templates
COPY static ./static
ENV PYTHONPATH=/app:/app/platform DJANGO_SETTINGS_MODULE=config.settings.build DATA_DIR=/tmp/data
RUN /venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
  && /venv/bin/python -m compileall -q platform groups discussions experiments

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin chantiers \
  && mkdir /data && chown chantiers:chantiers /data
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
  PYTHONPATH=/app:/app/platform \
  PYTHONUNBUFFERED=1 \
  DJANGO_SETTINGS_MODULE=config.settings.prod \
  DATA_DIR=/data
USER chantiers
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/livez', timeout=4)"]
# WEB_CONCURRENCY says how many workers, FORWARDED_ALLOW_IPS which proxy is believed.
CMD ["uvicorn", "config.asgi:application", "--host", "0.0.0.0", "--port", "8000", \
  "--lifespan", "on", "--no-server-header", "--no-access-log", "--timeout-graceful-shutdown", "20", \
  "--ws-max-size", "65536", "--ws-per-message-deflate", "false"]
