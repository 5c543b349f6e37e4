{{- define "quoth.labels" -}}
app.kubernetes.io/name: quoth
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* What tells the pods of one component from all others: a list of the root and the component. */}}
{{- define "quoth.selector" -}}
app.kubernetes.io/name: quoth
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "quoth.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* Variables of a process: a list of the root and of dictionaries, of which a later one replaces an earlier. */}}
{{- define "quoth.environment" -}}
{{- $variables := dict "QUOTH_DATABASE_URL_FILE" "/run/secrets/quoth-database/url" -}}
{{- range rest . -}}
  {{- range $name, $value := . -}}
    {{- $_ := set $variables $name $value -}}
  {{- end -}}
{{- end -}}
env:
  {{- range $name, $value := $variables }}
  - name: {{ $name }}
    value: {{ $value | quote }}
  {{- end }}
{{- with (index . 0).Values.secretSettings }}
envFrom:
  - secretRef:
      name: {{ . }}
{{- end }}
{{- end }}

{{- define "quoth.mounts" -}}
volumeMounts:
  - {name: data, mountPath: /var/lib/quoth}
  - {name: tmp, mountPath: /tmp}
  - {name: database, mountPath: /run/secrets/quoth-database, readOnly: true}
{{- end }}

{{- define "quoth.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end }}

{{/* What is the same in every pod: a list of the root and the size of its disk. */}}
{{- define "quoth.pod" -}}
{{- $ := index . 0 -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile:
    type: RuntimeDefault
{{- with $.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
volumes:
  - name: data
    emptyDir:
      sizeLimit: {{ index . 1 }}
  - name: tmp
    emptyDir:
      sizeLimit: 1Gi
  - name: database
    secret:
      secretName: {{ $.Values.database.secret }}
{{- with $.Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $.Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
